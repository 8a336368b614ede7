//! The JSON API, as programs use it.

mod status;

use odoo_plugin::http::Response;
use serde_json::Value;

use crate::world::World;

/// Status and body of a GET below `/api/v1`.
fn get(world: &World, user_id: &str, path: &str) -> (u16, Value) {
    parts(&world.request("GET", &format!("/api/v1{path}"), Some(user_id), b""))
}

fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

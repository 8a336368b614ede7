//! The JSON API, as programs use it.

mod audit;
mod canary;
mod channels;
mod decide;
mod events;
mod keys;
mod partner;
mod proposals;
mod propose;
mod rates;
mod search;
mod status;

use std::time::Duration;

use odoo_plugin::access::Scope;
use odoo_plugin::api_key::{self, Key, Wish};
use odoo_plugin::http::Response;
use serde_json::{Value, json};

use crate::world::World;

/// Status and body of a GET below `/api/v1`.
fn get(world: &World, user_id: &str, path: &str) -> (u16, Value) {
    parts(&world.request("GET", &format!("/api/v1{path}"), Some(user_id), b""))
}

fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

/// Status and body of a POST of JSON below `/api/v1`.
fn post(world: &World, user_id: &str, path: &str, body: &Value) -> (u16, Value) {
    post_bytes(world, user_id, path, body.to_string().as_bytes())
}

fn post_bytes(world: &World, user_id: &str, path: &str, body: &[u8]) -> (u16, Value) {
    let json = [("Content-Type", "application/json; charset=utf-8")];
    parts(&world.request_with("POST", &format!("/api/v1{path}"), Some(user_id), &json, body))
}

/// Ben may read.
fn live() -> World {
    World::live().setting("allowservicereads", json!(true))
}

/// Ben may read and propose.
fn proposing() -> World {
    live().setting("proposers", json!("@ben"))
}

/// The id of a note that somebody proposes, with its card in a channel.
fn propose_note(world: &World, user_id: &str, channel_id: &str) -> String {
    let note = json!({"kind": "note", "record": "crm.lead,63", "text": "Called.", "channel_id": channel_id});
    let (status, body) = post(world, user_id, "/proposals", &note);
    assert_eq!(status, 200, "{body}");
    body["proposal_id"].as_str().unwrap().to_owned()
}

/// A key of Anna's, with its token.
fn key(world: &World, scopes: &[Scope], channel_id: Option<&str>) -> (String, Key) {
    let wish = Wish {
        name: "bridge".into(),
        owner_id: "anna".into(),
        scopes: scopes.into(),
        channel_id: channel_id.map(Into::into),
        lifetime: Duration::from_secs(24 * 3600),
    };
    let (token, key) = api_key::create(&world.deps(), wish).unwrap();
    (token.expose(), key)
}

/// Sends JSON with a key and without a session.
fn send(world: &World, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let headers = [("Content-Type", "application/json"), ("X-Api-Key", token)];
    let body = if method == "POST" { body.to_string() } else { String::new() };
    parts(&world.request_with(method, &format!("/api/v1{path}"), None, &headers, body.as_bytes()))
}

fn delete(world: &World, user_id: &str, path: &str) -> (u16, Value) {
    parts(&world.request("DELETE", &format!("/api/v1{path}"), Some(user_id), b""))
}

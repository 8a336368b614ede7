use odoo_plugin::ports::HttpError;
use serde_json::{Value, json};

use crate::world::World;

fn health(world: &World) -> (u16, Value) {
    let response = world.request("GET", "/healthz", None, b"");
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

#[test]
fn monitors_learn_the_state_without_odoo_being_asked() {
    let world = World::new();
    assert_eq!(health(&world), (200, json!({"status": "ok"})));
    assert_eq!(health(&World::new().unconfigured()), (503, json!({"status": "unconfigured"})));
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn three_failures_in_a_row_are_down() {
    let world = World::new();
    let states = [(); 3].map(|()| {
        world.answers([Err(HttpError::Timeout)]);
        world.command("/odoo status");
        health(&world)
    });
    assert_eq!(
        states,
        [(200, json!({"status": "degraded"})), (200, json!({"status": "degraded"})), (503, json!({"status": "down"}))]
    );
}

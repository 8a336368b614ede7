use std::time::Duration;

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
fn whoever_asks_all_the_time_costs_one_look_in_five_seconds() {
    let world = World::new();
    let looks = |seconds: u64| {
        world.pass(Duration::from_secs(seconds));
        let before = world.kv_calls.get().0;
        for _ in 0..100 {
            assert_eq!(health(&world).0, 200);
        }
        world.kv_calls.get().0 - before
    };
    assert_eq!([looks(0), looks(4), looks(1)], [1, 0, 1]);
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

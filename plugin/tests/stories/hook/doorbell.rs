//! Odoo's own webhook: who knows the address may say which record to look at, and nothing else.

use std::time::Duration;

use odoo_plugin::hook::{self, Key};
use odoo_plugin::ports::Clock;
use serde_json::json;

use super::{made, parts, seal, wish};
use crate::watch;
use crate::world::World;

fn ring(world: &World, capability: &str, body: &str) -> (u16, serde_json::Value) {
    parts(&world.request("POST", &format!("/doorbell/v1/ci/{capability}"), None, body.as_bytes()))
}

/// `town` follows tasks, and there is the hook `ci`.
fn world() -> (World, Key) {
    let world = watch::world();
    let key = made(&world, wish());
    (world, key)
}

#[test]
fn a_task_that_rings_is_told_two_seconds_later() {
    let (world, key) = world();
    let id = watch::create(&world, "Paint");
    let body = json!({"_model": "project.task", "_id": id, "_action": "Ring(#7)", "name": "@channel <b>"});
    assert_eq!(ring(&world, &key.capability(), &body.to_string()), (202, json!({"accepted": true})));
    world.pass(Duration::from_secs(2));
    watch::tick(&world);
    assert_eq!(watch::shown(&world, "town").len(), 1);
}

#[test]
fn a_wrong_capability_an_unknown_and_a_disabled_hook_are_told_the_same() {
    let (world, key) = world();
    let body = r#"{"_model": "project.task", "_id": 5}"#;
    let wrong = ring(&world, &key.capability().replace(|c: char| c.is_ascii_digit(), "x"), body);
    let unknown =
        parts(&world.request("POST", &format!("/doorbell/v1/cd/{}", key.capability()), None, body.as_bytes()));
    hook::set_disabled(&world.deps(), "ci", true).unwrap();
    let disabled = ring(&world, &key.capability(), body);
    assert_eq!((wrong.0, &wrong, &wrong), (401, &unknown, &disabled));
    hook::flush(&world.deps()).unwrap();
    assert_eq!(hook::usage(&world.deps(), "ci").unwrap().rejected, 2, "those that name the hook are counted");
}

#[test]
fn after_a_rotation_the_earlier_address_works_for_a_day() {
    let (world, key) = world();
    hook::rotate(&world.deps(), &seal(&world), "ci").unwrap();
    let body = r#"{"_model": "res.users", "_id": 5}"#;
    assert_eq!(ring(&world, &key.capability(), body).0, 202);
    world.pass(Duration::from_secs(24 * 3600));
    assert_eq!(ring(&world, &key.capability(), body).0, 401);
}

#[test]
fn rings_are_uses_of_the_secret_that_made_their_address() {
    let (world, key) = world();
    let body = r#"{"_model": "res.users", "_id": 5}"#;
    let used = |world: &World| {
        hook::flush(&world.deps()).unwrap();
        let usage = hook::usage(&world.deps(), "ci").unwrap();
        (usage.accepted, usage.current_at, usage.previous_at)
    };
    let first = world.now();
    ring(&world, &key.capability(), body);
    assert_eq!(used(&world), (1, Some(first), None));
    hook::rotate(&world.deps(), &seal(&world), "ci").unwrap();
    world.pass(Duration::from_secs(60));
    ring(&world, &key.capability(), body);
    assert_eq!(used(&world), (2, Some(first), Some(world.now())));
}

#[test]
fn what_names_no_record_is_refused() {
    let (world, key) = world();
    for body in ["", "{}", r#"{"_model": "project.task"}"#, r#"{"_model": 5, "_id": "x"}"#, "<html>"] {
        assert_eq!(ring(&world, &key.capability(), body).0, 400, "{body}");
    }
}

#[test]
fn the_capability_is_not_the_secret_and_is_nowhere_in_the_store() {
    let (world, key) = world();
    let capability = key.capability();
    assert_eq!((capability.len(), key.expose().contains(&capability)), (43, false));
    ring(&world, &capability, r#"{"_model": "project.task", "_id": 5}"#);
    let kv = world.kv.borrow();
    assert!(!kv.values().any(|(value, _)| String::from_utf8_lossy(value).contains(&capability)));
    assert!(!world.logged.borrow().iter().any(|line| line.contains(&capability)), "{}", world.now().0);
}

//! What an event costs.

use std::time::Duration;

use odoo_plugin::hook::{Usage, usage};
use serde_json::json;

use super::{send, send_bytes, world};
use crate::event::work_woken;
use crate::world::START;

#[test]
fn an_event_costs_at_most_five_calls_of_the_store_from_request_to_erased_text() {
    const EVENTS: usize = 100;
    let (world, key) = world();
    // What this process does not know yet it reads: its lanes.
    for id in 0..100 {
        send(&world, &key, &format!("first {id}").replace(' ', "-"), &json!({"text": "hi"}));
        work_woken(&world);
        world.pass(Duration::from_millis(100));
    }
    world.pass(Duration::from_secs(60));
    for id in 0..8 {
        send(&world, &key, &format!("warm-{id}"), &json!({"text": "hi"}));
        work_woken(&world);
    }
    let before = world.kv_calls.get();
    for id in 0..EVENTS {
        assert_eq!(send(&world, &key, &id.to_string(), &json!({"text": "hi"})).0, 202);
        work_woken(&world);
        world.pass(Duration::from_millis(100));
        if id % 10 == 0 {
            world.job("hooks").unwrap();
        }
    }
    let after = world.kv_calls.get();
    let calls = after.0 + after.1 - before.0 - before.1;
    assert!(calls <= 5 * EVENTS, "{calls} calls for {EVENTS} events");
}

#[test]
fn what_came_of_a_hook_is_counted_without_a_call_and_written_by_a_job() {
    let (world, key) = world();
    for id in ["1", "2", "2"] {
        send(&world, &key, id, &json!({"text": "hi"}));
    }
    send(&world, &key, "3", &json!({"severity": "bad"}));
    send_bytes(&world, "ci", &[], b"{}");
    send_bytes(&world, "nothing", &[], b"{}");
    assert_eq!(usage(&world.deps(), "ci").unwrap(), Usage::default());
    world.job("hooks").unwrap();
    let counted = Usage { accepted: 2, rejected: 2, duplicates: 1, current_at: Some(START), previous_at: None };
    assert_eq!(usage(&world.deps(), "ci").unwrap(), counted);
    let before = world.kv_calls.get();
    world.job("hooks").unwrap();
    assert_eq!(world.kv_calls.get(), before, "nothing happened since");
    assert_eq!(usage(&world.deps(), "ci").unwrap(), counted);
}

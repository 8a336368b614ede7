//! What operators see of events.

use odoo_plugin::ports::ChatError;

use super::{accept, event, work};
use crate::world::{Refusal, World};

#[test]
fn events_are_counted_as_they_come_and_go() {
    let world = World::new();
    for id in ["7", "8", "8"] {
        accept(&world, &event(id));
    }
    work(&world);
    world.refusal.replace(Some(Refusal { error: ChatError::Unavailable, is_posted: false }));
    accept(&world, &event("9"));
    work(&world);
    world.refusal.replace(Some(Refusal { error: ChatError::NotFound, is_posted: false }));
    accept(&world, &event("10"));
    work(&world);
    let numbers = [
        "odoo_events_total source=hook outcome=accepted",
        "odoo_events_total source=hook outcome=duplicate",
        "odoo_deliveries_total outcome=sent",
        "odoo_deliveries_total outcome=failed",
        "odoo_deliveries_total outcome=dead",
        "odoo_event_delivery_seconds",
    ];
    assert_eq!(numbers.map(|name| world.number(name)), [4, 1, 2, 1, 1, 2]);
}

#[test]
fn the_length_of_each_queue_is_known_without_a_further_call_of_the_store() {
    let world = World::new();
    let queues = || (0..8).map(|lane| world.number(&format!("odoo_queue_events lane={lane}"))).sum::<u32>();
    for id in 0..20 {
        accept(&world, &event(&id.to_string()));
    }
    world.refusal.replace(Some(Refusal { error: ChatError::Unavailable, is_posted: false }));
    work(&world);
    assert_eq!(queues(), 20);
    world.refusal.replace(None);
    super::work_for(&world, std::time::Duration::from_secs(20));
    assert_eq!(queues(), 0);
}

//! The audit: a chain of entries that nodes race for and processes die over.

mod chain;
mod command;
mod compact;
mod verify;

use std::time::Duration;

use odoo_plugin::audit::{self, Entry, Query, Recorded, Who};
use odoo_plugin::store::Store;
use serde_json::Value;

use crate::world::World;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Ben approves something.
fn record(world: &World, object: &str) {
    let entry = Entry {
        who: Who::person("ben"),
        action: "proposal.approve",
        object,
        digest: "d1",
        case_id: Some("CASE-7"),
        request_id: "req",
        ..Entry::default()
    };
    audit::record(&world.deps(), &entry);
}

/// Entries `p/1`, `p/2`, …, one a day.
fn recorded(count: usize) -> World {
    let world = World::new();
    for number in 1..=count {
        record(&world, &format!("p/{number}"));
        world.pass(DAY);
    }
    world
}

fn at(world: &World, key: &str) -> Recorded {
    Store::new(world).get(key).unwrap().unwrap().value
}

/// Somebody changes the store behind our back.
fn tamper(world: &World, key: &str, change: impl FnOnce(&mut Value)) {
    let mut kv = world.kv.borrow_mut();
    let (bytes, _) = kv.get_mut(key).expect("a value");
    let mut document = serde_json::from_slice(bytes).unwrap();
    change(&mut document);
    *bytes = document.to_string().into_bytes();
}

/// Objects of all entries, the first one first.
fn objects(world: &World) -> Vec<String> {
    let listing = audit::list(&world.deps(), &Query::default(), 1000).unwrap();
    listing.entries.into_iter().rev().map(|entry| entry.object).collect()
}

/// Checked entries and the key of the first broken one.
fn verdict(world: &World) -> (u64, Option<String>) {
    let report = audit::verify(&world.deps(), None).unwrap();
    (report.checked, report.first_broken.map(|broken| broken.key))
}

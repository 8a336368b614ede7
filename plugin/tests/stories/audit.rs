//! The audit: a chain of entries that nodes race for and processes die over.

use odoo_plugin::audit::{self, Credential, Entry, Outcome, Recorded, Who};
use odoo_plugin::store::Store;

use crate::world::World;

fn record(world: &World, object: &str) {
    let entry = Entry {
        who: Who::person("ben"),
        credential: Credential::Session,
        action: "proposal.approve",
        object,
        digest: "d1",
        case_id: Some("CASE-7"),
        outcome: Outcome::Done,
        detail: "",
        request_id: "req",
    };
    audit::record(&world.deps(), &entry);
}

fn at(world: &World, key: &str) -> Recorded {
    Store::new(world).get(key).unwrap().unwrap().value
}

#[test]
fn each_entry_names_the_one_before() {
    let world = World::new();
    record(&world, "p/1");
    world.pass(std::time::Duration::from_secs(24 * 3600));
    record(&world, "p/2");
    let keys: Vec<_> = world.kv.borrow().keys().cloned().collect();
    assert_eq!(keys, ["aud/2026-11-21/1", "aud/2026-11-22/2", "aud/head"]);
    let (first, second) = (at(&world, "aud/2026-11-21/1"), at(&world, "aud/2026-11-22/2"));
    assert_eq!(first.previous, None);
    let previous = second.previous.unwrap();
    assert_eq!((previous.day, previous.hash), (first.day, first.hash));
}

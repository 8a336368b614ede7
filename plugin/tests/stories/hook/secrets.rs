//! Secrets at rest.

use odoo_plugin::hook;
use serde_json::json;

use super::{made, seal, send, wish, world};
use crate::world::World;

/// As the world has it.
const KEY: &str = "ENCRYPTION_KEY_OF_THIS_WORLD_0001";

fn rotated(world: &World, previous: &str) {
    world.save("encryptionkey", json!("ANOTHER_KEY_OF_THIS_WORLD_0000002"));
    world.save("previousencryptionkey", json!(previous));
}

#[test]
fn they_are_sealed_and_never_logged() {
    let (world, old) = world();
    let new = hook::rotate(&world.deps(), &seal(&world), "ci").unwrap().unwrap();
    for id in ["1", "2"] {
        send(&world, &new, id, &json!({"text": "hi"}));
    }
    for key in [old, new] {
        let secret = key.expose().strip_prefix("whsec_").unwrap();
        assert!(world.kv.borrow().values().all(|(value, _)| !String::from_utf8_lossy(value).contains(secret)));
        assert!(!world.logged.borrow().join("\n").contains(secret));
    }
}

#[test]
fn they_outlive_a_change_of_the_encryption_key() {
    let world = World::live();
    let key = made(&world, wish());
    rotated(&world, KEY);
    assert_eq!(send(&world, &key, "1", &json!({"text": "hi"})).0, 202);
    world.job("seal").unwrap();
    world.save("previousencryptionkey", json!(""));
    assert_eq!(send(&world, &key, "2", &json!({"text": "hi"})).0, 202);
}

#[test]
fn a_secret_that_cannot_be_opened_is_told_to_administrators_and_events_are_not_lost_for_good() {
    let world = World::live().setting("odooadmins", json!("@anna"));
    let key = made(&world, wish());
    rotated(&world, "");
    let (status, answer) = send(&world, &key, "1", &json!({"text": "hi"}));
    assert_eq!((status, &answer["code"]), (503, &json!("unavailable")));
    world.job("seal").unwrap();
    assert_eq!(
        world.told("anna"),
        [
            "The secret of the hook `ci` cannot be opened any more, because the encryption key of this plugin was changed. Its senders are answered with 503 until it has another one: `/odoo hook rotate ci`."
        ]
    );
    let new = hook::rotate(&world.deps(), &seal(&world), "ci").unwrap().unwrap();
    assert_eq!(send(&world, &new, "1", &json!({"text": "hi"})).0, 202);
}

#[test]
fn without_an_encryption_key_nothing_is_taken() {
    let (world, key) = world();
    world.save("encryptionkey", json!(""));
    assert_eq!(send(&world, &key, "1", &json!({"text": "hi"})).0, 503);
}

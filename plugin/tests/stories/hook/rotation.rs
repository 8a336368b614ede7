//! Another secret, without a gap.

use std::time::Duration;

use hmac::{Hmac, Mac};
use odoo_plugin::hook::{self, Key};
use serde_json::json;
use sha2::Sha256;

use super::{made, seal, send, wish, world};
use crate::event::{work, work_for};
use crate::world::{Memory, World};

pub fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(message);
    mac.finalize().into_bytes().to_vec()
}

fn status(world: &World, key: &Key, id: &str) -> u16 {
    send(world, key, id, &json!({"text": "hi"})).0
}

fn rotate(world: &World) -> Key {
    hook::rotate(&world.deps(), &seal(world), "ci").unwrap().unwrap()
}

#[test]
fn the_secret_before_is_taken_for_a_day() {
    let (world, old) = world();
    let new = rotate(&world);
    assert_ne!(old, new);
    assert_eq!((status(&world, &old, "1"), status(&world, &new, "2")), (202, 202));
    world.pass(Duration::from_secs(24 * 3600 - 1));
    assert_eq!((status(&world, &old, "3"), status(&world, &new, "4")), (202, 202));
    world.pass(Duration::from_secs(1));
    assert_eq!((status(&world, &old, "5"), status(&world, &new, "6")), (401, 202));
}

#[test]
fn a_second_rotation_ends_the_first_secret_at_once() {
    let (world, first) = world();
    let second = rotate(&world);
    let third = rotate(&world);
    let statuses = [&first, &second, &third].map(|key| status(&world, key, key.expose()));
    assert_eq!(statuses, [401, 202, 202]);
}

#[test]
fn a_disabled_hook_takes_nothing_at_once_here_and_five_seconds_later_on_another_node() {
    let (world, key) = world();
    let mut other = Memory::new();
    let both = |world: &World, other: &mut Memory, id: &str| {
        let here = status(world, &key, &format!("{id}-here"));
        (here, world.on_node(other, |world| status(world, &key, &format!("{id}-there"))))
    };
    assert_eq!(both(&world, &mut other, "1"), (202, 202));
    hook::set_disabled(&world.deps(), "ci", true).unwrap();
    assert_eq!(both(&world, &mut other, "2"), (401, 202));
    world.pass(Duration::from_secs(5));
    assert_eq!(both(&world, &mut other, "3"), (401, 401));
    hook::set_disabled(&world.deps(), "ci", false).unwrap();
    assert_eq!(both(&world, &mut other, "4"), (202, 202));
}

#[test]
fn the_list_tells_which_secret_was_used_last() {
    let (world, old) = world();
    let world = world.setting("odooadmins", json!("@ben"));
    let secret = |world: &World| {
        world.job("hooks").unwrap();
        let list = world.command("/odoo hook list");
        list.lines().last().unwrap().split(" | ").nth(5).unwrap().to_owned()
    };
    status(&world, &old, "1");
    assert_eq!(secret(&world), "2026-11-21 10:30");
    world.pass(Duration::from_secs(60));
    let new = rotate(&world);
    assert_eq!(secret(&world), "2026-11-21 10:31, not used yet; the one before counts until 2026-11-22 10:31");
    world.pass(Duration::from_secs(60));
    status(&world, &old, "2");
    let before = "2026-11-21 10:31, the one before was used last; the one before counts until 2026-11-22 10:31";
    assert_eq!(secret(&world), before);
    world.pass(Duration::from_secs(60));
    status(&world, &new, "3");
    let after = "2026-11-21 10:31, the new one was used last; the one before counts until 2026-11-22 10:31";
    assert_eq!(secret(&world), after);
}

#[test]
fn secrets_and_encryption_keys_change_under_traffic_without_a_gap() {
    let world = World::live();
    let (mut other, mut keys, mut sent) = (Memory::new(), vec![made(&world, wish())], 0);
    let mut encryption = "ENCRYPTION_KEY_OF_THIS_WORLD_0001".to_owned();
    for round in 0..40 {
        // Each sender goes on with the secret that it knows, on whichever node; some hear of a new one late.
        for key in keys.iter().rev().take(2) {
            let on_one = |world: &World, id: u32| assert_eq!(status(world, key, &id.to_string()), 202, "{round}");
            on_one(&world, sent);
            world.on_node(&mut other, |world| on_one(world, sent + 1));
            sent += 2;
        }
        match round % 4 {
            1 => keys.push(world.on_node(&mut other, rotate)),
            2 => {
                let next = format!("ENCRYPTION_KEY_OF_ROUND_{round:02}_0000001");
                world.save("previousencryptionkey", json!(encryption));
                world.save("encryptionkey", json!(next));
                encryption = next;
            }
            3 => {
                world.pass(Duration::from_secs(24 * 3600));
                world.job("seal").unwrap();
                world.save("previousencryptionkey", json!(""));
                // By now everybody has heard of it.
                keys.drain(..keys.len() - 1);
            }
            _ => {}
        }
        work(&world);
    }
    work_for(&world, Duration::from_secs(60));
    let ids = |post: &odoo_plugin::ports::Message| post.props["odoo_event"].as_str().map(str::to_owned);
    let mut shown: Vec<_> = world.posts.borrow().iter().filter_map(ids).collect();
    shown.sort_by_key(|id| id.parse::<u32>().unwrap());
    assert_eq!(shown, (0..sent).map(|id| id.to_string()).collect::<Vec<_>>());
}

use odoo_plugin::audit;
use serde_json::json;

use super::{DAY, at, objects, record, recorded, tamper, verdict};
use crate::world::World;

fn compact(world: &World, days: u32) -> usize {
    audit::compact(&world.deps(), DAY * days).unwrap()
}

fn kept(world: &World) -> Vec<String> {
    world.kv.borrow().keys().filter(|key| key.starts_with("aud/2")).cloned().collect()
}

#[test]
fn entries_go_when_their_time_is_over_and_the_chain_stays_whole() {
    let world = recorded(8);
    assert_eq!(compact(&world, 3), 5);
    assert_eq!(kept(&world), ["aud/2026-11-26/6", "aud/2026-11-27/7", "aud/2026-11-28/8"]);
    assert_eq!(verdict(&world), (3, None));
    assert_eq!(compact(&world, 3), 0);
    record(&world, "p/9");
    assert_eq!(objects(&world), ["p/6", "p/7", "p/8", "p/9"]);
    world.pass(DAY * 10);
    assert_eq!(compact(&world, 3), 3);
    assert_eq!(kept(&world), ["aud/2026-11-29/9"], "the last one stays: the next one follows it");
    assert_eq!(verdict(&world), (1, None));
}

#[test]
fn the_last_hash_goes_to_the_log() {
    let world = recorded(2);
    compact(&world, 90);
    let hash = at(&world, "aud/2026-11-22/2").hash;
    assert_eq!(
        *world.logged.borrow(),
        [format!("Info The last entry of the audit audit_number=2 audit_day=2026-11-22 audit_hash={hash}")]
    );
}

#[test]
fn many_entries_go_in_batches() {
    let world = World::new();
    for number in 0..450 {
        record(&world, &format!("p/{number}"));
    }
    world.pass(DAY * 100);
    record(&world, "p/450");
    assert_eq!(compact(&world, 90), 450);
    assert_eq!(verdict(&world), (1, None));
}

#[test]
fn a_death_at_any_step_leaves_a_whole_chain_and_the_next_night_ends_the_work() {
    for step in 0..6 {
        for is_after in [false, true] {
            let world = recorded(6);
            world.effects.kill_at(step, is_after);
            let died = world.survive(|world| compact(world, 3)).is_err();
            assert_eq!(verdict(&world).1, None, "{step} {is_after} {died}");
            world.effects.calm();
            compact(&world, 3);
            assert_eq!(kept(&world).len(), 3, "{step} {is_after} {died}");
            assert_eq!(verdict(&world), (3, None));
        }
    }
}

#[test]
fn two_nodes_that_prune_together_prune_once() {
    for step in 0..6 {
        let world = recorded(6);
        world.effects.interrupt_at(step, |world| {
            compact(world, 3);
        });
        compact(&world, 3);
        assert_eq!(kept(&world).len(), 3, "{step}");
        assert_eq!(verdict(&world), (3, None));
    }
}

#[test]
fn nothing_goes_that_proves_a_change() {
    let world = recorded(8);
    tamper(&world, "aud/2026-11-22/2", |entry| entry["user_id"] = json!("cara"));
    assert_eq!(compact(&world, 3), 1);
    assert_eq!(kept(&world).len(), 7);
    assert!(world.logged.borrow()[1].ends_with("is not pruned: see /odoo audit verify key=aud/2026-11-22/2"));
    assert_eq!(verdict(&world), (7, Some("aud/2026-11-22/2".into())));
}

#[test]
fn a_chain_without_its_pruned_beginning_does_not_pass_for_another() {
    let world = recorded(8);
    compact(&world, 3);
    tamper(&world, "aud/checkpoint", |checkpoint| checkpoint["hash"] = json!("x"));
    assert_eq!(verdict(&world).1, Some("aud/2026-11-25/6".into()));
}

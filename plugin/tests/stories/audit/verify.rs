use odoo_plugin::audit::{self, Broken, How, Report};
use serde_json::json;

use super::{record, recorded, tamper};
use crate::world::World;

fn first_broken(world: &World) -> Option<(u64, String, How)> {
    let report = audit::verify(&world.deps(), None).unwrap();
    report.first_broken.map(|Broken { number, key, how }| (number, key, how))
}

#[test]
fn a_whole_chain_is_whole() {
    assert_eq!(audit::verify(&World::new().deps(), None), Ok(Report::default()));
    let world = recorded(5);
    assert_eq!(audit::verify(&world.deps(), None), Ok(Report { checked: 5, ..Report::default() }));
}

#[test]
fn a_changed_entry_is_named() {
    for field in ["action", "user_id", "object", "outcome", "at", "previous", "hash", "number", "more"] {
        let world = recorded(5);
        tamper(&world, "aud/2026-11-23/3", |entry| {
            entry[field] = match field {
                "at" | "number" => json!(7),
                "previous" => json!(null),
                "outcome" => json!("refused"),
                _ => json!("x"),
            }
        });
        assert_eq!(first_broken(&world), Some((3, "aud/2026-11-23/3".into(), How::Changed)), "{field}");
    }
}

#[test]
fn garbage_is_named() {
    let world = recorded(3);
    world.kv.borrow_mut().insert("aud/2026-11-21/1".into(), (b"garbage".to_vec(), None));
    assert_eq!(first_broken(&world), Some((1, "aud/2026-11-21/1".into(), How::Changed)));
}

#[test]
fn an_entry_that_was_made_up_with_its_hash_is_named() {
    let other = World::new();
    record(&other, "p/1");
    record(&other, "p/forged");
    let forged = other.kv.borrow()["aud/2026-11-21/2"].clone();
    let world = World::new();
    for object in ["p/1", "p/2", "p/3"] {
        record(&world, object);
    }
    world.kv.borrow_mut().insert("aud/2026-11-21/2".into(), forged);
    assert_eq!(first_broken(&world), Some((2, "aud/2026-11-21/2".into(), How::Replaced)));
}

#[test]
fn a_deleted_entry_is_named_and_earlier_ones_are_checked_still() {
    let world = recorded(9);
    world.kv.borrow_mut().remove("aud/2026-11-26/6");
    assert_eq!(first_broken(&world), Some((6, "aud/2026-11-26/6".into(), How::Missing)));
    tamper(&world, "aud/2026-11-22/2", |entry| entry["object"] = json!("p/x"));
    assert_eq!(first_broken(&world), Some((2, "aud/2026-11-22/2".into(), How::Changed)));
    let report = audit::verify(&world.deps(), None).unwrap();
    assert_eq!((report.checked, report.broken), (9, 2));
}

#[test]
fn a_head_that_was_set_back_is_named_with_the_next_entry() {
    let world = recorded(3);
    let old = world.kv.borrow()["aud/head"].clone();
    record(&world, "p/4");
    world.kv.borrow_mut().insert("aud/head".into(), old);
    record(&world, "p/5");
    record(&world, "p/6");
    assert_eq!(first_broken(&world), Some((4, "aud/2026-11-24/4".into(), How::Replaced)));
}

#[test]
fn a_check_can_begin_further_down() {
    let world = recorded(9);
    tamper(&world, "aud/2026-11-27/7", |entry| entry["object"] = json!("p/x"));
    let report = |below| audit::verify(&world.deps(), Some(below)).unwrap();
    assert_eq!(report(7), Report { checked: 6, ..Report::default() });
    assert_eq!(report(8).broken, 1);
    assert_eq!(report(1), Report::default());
}

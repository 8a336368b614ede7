use super::{DAY, at, objects, record, verdict};
use crate::world::World;

#[test]
fn each_entry_names_the_one_before() {
    let world = World::new();
    record(&world, "p/1");
    world.pass(DAY);
    record(&world, "p/2");
    let keys: Vec<_> = world.kv.borrow().keys().cloned().collect();
    assert_eq!(keys, ["aud/2026-11-21/1", "aud/2026-11-22/2", "aud/head"]);
    let (first, second) = (at(&world, "aud/2026-11-21/1"), at(&world, "aud/2026-11-22/2"));
    assert_eq!(first.previous, None);
    let previous = second.previous.unwrap();
    assert_eq!((previous.day, previous.hash), (first.day, first.hash));
}

#[test]
fn an_entry_costs_the_same_however_many_there_are() {
    let world = World::new();
    record(&world, "p/0");
    let cost = |number: usize| {
        let before = world.effects.count();
        record(&world, &format!("p/{number}"));
        world.effects.count() - before
    };
    assert_eq!([cost(1), cost(2)], [2, 2], "the head, and the entry in its place");
    for number in 3..300 {
        record(&world, &format!("p/{number}"));
    }
    assert_eq!(cost(300), 2);
}

#[test]
fn two_nodes_that_race_at_any_step_both_get_in() {
    for step in 0..8 {
        let world = World::new();
        record(&world, "p/1");
        world.effects.interrupt_at(step, |world| record(world, "p/rival"));
        record(&world, "p/2");
        record(&world, "p/3");
        let mut all = objects(&world);
        all.sort();
        let expected: &[&str] = if step < 4 { &["p/1", "p/2", "p/3", "p/rival"] } else { &["p/1", "p/2", "p/3"] };
        assert_eq!(all, expected, "step {step}");
        assert_eq!(verdict(&world), (expected.len() as u64, None), "step {step}");
    }
}

#[test]
fn two_nodes_that_begin_the_chain_together_begin_one() {
    let world = World::new();
    world.effects.interrupt_at(0, |world| record(world, "p/rival"));
    record(&world, "p/1");
    assert_eq!(objects(&world), ["p/rival", "p/1"]);
    assert_eq!(verdict(&world), (2, None));
}

#[test]
fn a_process_that_dies_at_any_step_leaves_a_whole_chain() {
    for (step, is_after, is_kept) in [(0, false, false), (0, true, true), (1, false, true), (1, true, true)] {
        let world = World::new();
        record(&world, "p/1");
        world.effects.kill_at(step, is_after);
        assert!(world.survive(|world| record(world, "p/2")).is_err());
        let expected: &[&str] = if is_kept { &["p/1", "p/2"] } else { &["p/1"] };
        assert_eq!(objects(&world), expected, "{step} {is_after}");
        assert_eq!(verdict(&world), (expected.len() as u64, None));
        record(&world, "p/3");
        assert_eq!(objects(&world).len(), expected.len() + 1);
        assert_eq!(verdict(&world), (expected.len() as u64 + 1, None));
    }
}

#[test]
fn a_node_whose_clock_is_behind_follows_the_days_of_the_chain() {
    let world = World::new();
    world.pass(DAY);
    record(&world, "p/1");
    let kv = world.kv.take();
    let world = World::new();
    world.kv.replace(kv);
    record(&world, "p/2");
    assert_eq!(at(&world, "aud/2026-11-22/2").day, "2026-11-22");
    assert_eq!(verdict(&world), (2, None));
}

#[test]
fn an_entry_that_the_store_does_not_take_goes_to_the_log() {
    let world = World::new();
    world.kv.borrow_mut().insert("aud/head".into(), (b"garbage".to_vec(), None));
    record(&world, "p/1");
    let logged = world.logged.borrow();
    assert!(
        logged[0].starts_with(
            "Error The audit could not be written action=proposal.approve object=p/1 outcome=done detail= user_id=ben key_id= request_id=req error="
        ),
        "{logged:?}"
    );
}

#[test]
fn the_servers_own_audit_log_gets_a_copy() {
    let world = World::new();
    record(&world, "p/1");
    assert_eq!(
        *world.audited.borrow(),
        [
            "proposal.approve true ben object=p/1 outcome=done detail= credential=session key_id= digest=d1 request_id=req"
        ]
    );
}

//! Doorbells shorten the wait, and are worth nothing by themselves.

use std::time::Duration;

use serde_json::json;

use super::{create, look, rings, shown, tick, world, write};

#[test]
fn a_record_that_rings_is_told_two_seconds_later() {
    let world = world();
    let id = create(&world, "Paint");
    rings(&world, id);
    tick(&world);
    assert_eq!(shown(&world, "town").len(), 0);
    world.pass(Duration::from_secs(2));
    tick(&world);
    assert_eq!(shown(&world, "town").len(), 1);
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1, "the poll finds it again");
}

#[test]
fn a_record_that_is_committed_late_is_looked_at_again() {
    let world = world();
    rings(&world, 5);
    world.pass(Duration::from_secs(2));
    tick(&world);
    write(&world, 5, &json!({"priority": "1"}));
    world.pass(Duration::from_secs(7));
    tick(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn a_create_that_was_rolled_back_is_nothing() {
    let world = world();
    for _ in 0..22 {
        rings(&world, 9999);
    }
    world.desk().forget_calls();
    let mut reads = 0;
    for _ in 0..90 {
        world.pass(Duration::from_secs(1));
        world.job("poll").unwrap();
    }
    reads += world.desk().calls().iter().filter(|call| format!("{call:?}").contains("9999")).count();
    assert_eq!((shown(&world, "town").len(), reads), (0, 3));
}

#[test]
fn a_shorter_period_counts_at_once() {
    let world = world();
    world.save("pollseconds", json!(3600));
    look(&world);
    create(&world, "Paint");
    world.pass(Duration::from_secs(60));
    tick(&world);
    assert_eq!(shown(&world, "town").len(), 0);
    world.save("pollseconds", json!(60));
    tick(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn a_forged_ring_tells_nothing() {
    let world = world();
    rings(&world, 5);
    for _ in 0..5 {
        look(&world);
    }
    assert_eq!(shown(&world, "town").len(), 0);
}

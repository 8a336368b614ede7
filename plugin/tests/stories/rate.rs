use std::time::Duration;

use odoo_plugin::rate::{self, Kind, RateError};
use odoo_plugin::settings::Limits;

use crate::world::World;

fn admit(world: &World, kind: Kind, caller_id: &str) -> Result<(), RateError> {
    let limits = Limits { reads_per_minute: 3, writes_per_minute: 1, ..Limits::default() };
    rate::admit(&world.deps(), &limits, kind, caller_id)
}

fn wait(seconds: u32) -> Result<(), RateError> {
    Err(RateError::TooMany { retry_after_seconds: seconds })
}

#[test]
fn so_many_calls_pass_in_a_minute_on_all_nodes_together() {
    let world = World::new();
    for _ in 0..3 {
        assert_eq!(admit(&world, Kind::Read, "ben"), Ok(()));
        world.restart();
        world.pass(Duration::from_secs(10));
    }
    assert_eq!(admit(&world, Kind::Read, "ben"), wait(30));
    world.pass(Duration::from_millis(29_001));
    assert_eq!(admit(&world, Kind::Read, "ben"), wait(1));
    world.pass(Duration::from_millis(999));
    assert_eq!(admit(&world, Kind::Read, "ben"), Ok(()));
}

#[test]
fn callers_and_kinds_are_counted_apart() {
    let world = World::new();
    assert_eq!(admit(&world, Kind::Write, "ben"), Ok(()));
    assert_eq!(admit(&world, Kind::Write, "ben"), wait(60));
    assert_eq!(admit(&world, Kind::Read, "ben"), Ok(()));
    assert_eq!(admit(&world, Kind::Write, "cara"), Ok(()));
}

#[test]
fn two_calls_at_the_same_time_count_twice() {
    let world = World::new();
    world.effects.interrupt_at(0, |world| assert_eq!(admit(world, Kind::Write, "ben"), Ok(())));
    assert_eq!(admit(&world, Kind::Write, "ben"), wait(60));
}

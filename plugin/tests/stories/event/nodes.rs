//! Two nodes on one store.

use std::collections::BTreeSet;
use std::time::Duration;

use odoo_plugin::ports::ChatError;

use super::{about, accept, event, titles, work, work_for};
use crate::world::{Memory, Refusal, World};

/// A number that looks like chance and is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn events_sent_three_times_to_two_nodes_that_die_all_the_time_are_shown_once_each() {
    const EVENTS: u64 = 1_000;
    let (world, mut other, mut chance) = (World::new(), Memory::new(), Chance(26));
    for n in 0..3 * EVENTS {
        let event = event(&(n % EVENTS).to_string());
        if chance.below(10) == 0 {
            world.effects.kill_at(usize::try_from(chance.below(8)).unwrap(), chance.below(2) == 0);
        }
        let act = |world: &World| {
            accept(world, &event);
            work(world);
        };
        let survived = if chance.below(2) == 0 {
            world.survive(act)
        } else {
            // The memory of a node that dies is lost.
            world.on_node(&mut other, |world| world.survive(act))
        };
        if survived.is_err() {
            // Its sender heard nothing.
            accept(&world, &event);
        }
        world.effects.calm();
        world.pass(Duration::from_millis(5));
    }
    work_for(&world, Duration::from_secs(300));
    let titles = titles(&world, "town");
    assert_eq!((titles.len(), titles.iter().collect::<BTreeSet<_>>().len()), (1_000, 1_000));
}

#[test]
fn a_node_whose_clock_is_wrong_by_most_of_a_minute_shows_nothing_twice_and_nothing_out_of_order() {
    for skew_ms in [-55_000, 55_000] {
        let (world, mut other, mut chance) = (World::new(), Memory::new(), Chance(9));
        for n in 0..300 {
            let event = about(&format!("subject {}", n % 10), &n.to_string());
            if chance.below(10) == 0 {
                world.effects.kill_at(usize::try_from(chance.below(8)).unwrap(), chance.below(2) == 0);
            }
            let act = |world: &World| {
                accept(world, &event);
                work(world);
            };
            let survived = if chance.below(2) == 0 {
                world.survive(act)
            } else {
                world.on_node(&mut other, |world| world.with_skew(skew_ms, |world| world.survive(act)))
            };
            if survived.is_err() {
                accept(&world, &event);
            }
            world.effects.calm();
            world.pass(Duration::from_millis(500));
        }
        work_for(&world, Duration::from_secs(400));
        let titles = titles(&world, "town");
        let mut by_subject = vec![Vec::new(); 10];
        for title in &titles {
            let n: usize = title.trim_start_matches("Build ").parse().unwrap();
            by_subject[n % 10].push(n);
        }
        let expected: Vec<Vec<usize>> = (0..10).map(|subject| (subject..300).step_by(10).collect()).collect();
        assert_eq!(by_subject, expected, "{skew_ms}");
    }
}

/// At each step of what a node does another one does the same.
fn meet(before: fn(&World), act: fn(&World)) {
    for step in 0.. {
        let world = World::new();
        before(&world);
        world.effects.interrupt_at(step, move |world| world.on_node(&mut Memory::new(), act));
        act(&world);
        let is_over = world.effects.count() <= step;
        world.effects.calm();
        work_for(&world, Duration::from_secs(150));
        assert_eq!(titles(&world, "town"), ["Build 7"], "step {step}");
        if is_over {
            break;
        }
    }
}

#[test]
fn a_node_that_works_on_what_another_one_works_on_shows_nothing_twice() {
    meet(|world| drop(accept(world, &event("7"))), work);
}

#[test]
fn two_nodes_that_get_the_same_event_at_the_same_time_show_it_once() {
    let get = |world: &World| {
        accept(world, &event("7"));
        work(world);
    };
    meet(|_| {}, get);
}

#[test]
fn a_copy_of_before_another_node_tried_does_not_let_it_be_shown_twice() {
    let (world, mut other) = (World::new(), Memory::new());
    // This node takes every lane, and then stands still.
    let accept_all = |range: std::ops::Range<u32>| range.for_each(|n| drop(accept(&world, &event(&n.to_string()))));
    accept_all(0..64);
    world.pass(Duration::from_secs(50));
    accept_all(64..128);
    world.pass(Duration::from_secs(11));
    // Its lease is over. What the other one posts is there, whatever Mattermost says.
    world.refusal.replace(Some(Refusal { error: ChatError::Unavailable, is_posted: true }));
    world.on_node(&mut other, work);
    world.refusal.replace(None);
    work_for(&world, Duration::from_secs(300));
    let titles = titles(&world, "town");
    assert_eq!((titles.len(), titles.iter().collect::<BTreeSet<_>>().len()), (128, 128));
}

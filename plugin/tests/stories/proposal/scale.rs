//! What one proposal costs when many are stored.

use std::time::{Duration, Instant};

use serde_json::json;

use super::built::{lead, press, stored, world};
use crate::world::World;

/// Reads and writes of the store, and the time: to make a proposal, then to approve and write it.
#[derive(Debug)]
struct Life {
    calls: [(usize, usize); 2],
    times: [Duration; 2],
}

/// A world in which so many proposals of `ben`'s wait: the longest lists that there can be.
fn storing(count: usize) -> World {
    let world = world();
    for _ in 0..count {
        lead(&world);
        // Only the last card is kept, for the numbering: looking for posts is Mattermost's work.
        let mut posts = world.posts.borrow_mut();
        let older = posts.len() - 1;
        posts.drain(..older);
    }
    world
}

/// From the command to the card, and from the press to the record in Odoo.
fn live(world: &World, number: usize) -> Life {
    let measured = |act: &mut dyn FnMut()| {
        let (before, begin) = (world.kv_calls.get(), Instant::now());
        act();
        let (time, after) = (begin.elapsed(), world.kv_calls.get());
        ((after.0 - before.0, after.1 - before.1), time)
    };
    let propose = measured(&mut || {
        let answer = world.command(&format!("/odoo propose lead name=\"Shelf {number}\" expected_revenue=100"));
        assert!(answer.ends_with("is in this channel."), "{answer}");
    });
    // Nobody types faster than the limits.
    world.pass(Duration::from_secs(60));
    let card = world.last_post();
    let id = card.props["odoo_proposal"].as_str().unwrap();
    let proposal = stored(world, id);
    let approve = measured(&mut || assert_eq!(press(world, "ben", &proposal, "Approve"), ""));
    Life { calls: [propose.0, approve.0], times: [propose.1, approve.1] }
}

#[test]
fn a_life_costs_the_same_calls_of_the_store_however_many_are_stored() {
    // The lists are kept in pieces of 200: both numbers leave the last piece half full.
    let (few, many) = (storing(100), storing(1_100));
    for number in 0..3 {
        assert_eq!(live(&few, number).calls, live(&many, number).calls);
    }
}

#[test]
fn the_freeze_and_the_status_cost_the_same_however_many_are_open() {
    let cost = |count: usize, command: &str| {
        let world = storing(count);
        world.change("anna", |person| person.is_system_admin = true);
        world.restart();
        let before = world.kv_calls.get();
        let answer = world.command_as("anna", "town", command);
        let after = world.kv_calls.get();
        (answer, after.0 - before.0, after.1 - before.1)
    };
    // One piece of the list more is one read more.
    let [few, many] = [100, 1_100].map(|count| cost(count, "/odoo status --verbose"));
    assert!(few.0.contains("| Open proposals | 100 |") && many.0.contains("| Open proposals | 1100 |"), "{}", many.0);
    assert_eq!((many.1 - few.1, many.2), (5, few.2));
    let [few, many] = [100, 1_100].map(|count| cost(count, "/odoo admin freeze"));
    assert!(few.0.ends_with("No proposal was being written."), "{}", few.0);
    assert_eq!(few, many);
}

/// Writes a row for `make bench` to the file that `BENCH_ROWS` names.
#[test]
#[ignore = "a measurement: see tests/conformance/bench.sh"]
fn proposals_at_scale() {
    const LIVES: usize = 101;
    let (few, many) = (storing(100), storing(100_100));
    let (mut of_few, mut of_many) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for number in 0..LIVES {
        let (one, other) = (live(&few, number), live(&many, number));
        assert_eq!(one.calls, other.calls);
        for stage in 0..2 {
            of_few[stage].push(one.times[stage].as_secs_f64() * 1e6);
            of_many[stage].push(other.times[stage].as_secs_f64() * 1e6);
        }
    }
    let rows: Vec<_> = ["proposal_made_with_100100_to_100", "proposal_written_with_100100_to_100"]
        .into_iter()
        .zip(of_many.map(fastest).into_iter().zip(of_few.map(fastest)))
        .map(|(name, (ours, peer))| {
            json!({"name": name, "ours": ours, "peer": peer, "unit": "µs", "ratio": ours / peer})
        })
        .collect();
    std::fs::write(std::env::var_os("BENCH_ROWS").unwrap(), json!(rows).to_string()).unwrap();
}

/// Whatever else runs on the machine only makes it slower.
fn fastest(values: Vec<f64>) -> f64 {
    values.into_iter().fold(f64::INFINITY, f64::min)
}

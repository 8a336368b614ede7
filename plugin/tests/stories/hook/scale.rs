//! What one event costs when many are stored.

use std::time::{Duration, Instant};

use odoo_plugin::hook::Key;
use serde_json::json;

use super::{send, world};
use crate::event::work_woken;
use crate::world::World;

/// From the request to the mark after its post.
#[derive(Debug)]
struct Life {
    calls: usize,
    time: Duration,
}

/// A world that remembers so many events.
fn storing(count: usize) -> (World, Key) {
    let (world, key) = world();
    for number in 0..count {
        live(&world, &key, &format!("old-{number}"));
    }
    let stored = world.kv.borrow().keys().filter(|place| place.starts_with("ev/")).count();
    assert_eq!(stored, count);
    // All that a process knows of old events is forgotten: what is read again is read by few and by many.
    world.restart();
    for number in 0..200 {
        live(&world, &key, &format!("warm-{number}"));
    }
    (world, key)
}

fn live(world: &World, key: &Key, id: &str) -> Life {
    let (before, begin) = (world.kv_calls.get(), Instant::now());
    assert_eq!(send(world, key, id, &json!({"text": "hi"})).0, 202);
    work_woken(world);
    let (time, after) = (begin.elapsed(), world.kv_calls.get());
    // Only the last post is kept, for the numbering: looking for posts is Mattermost's work.
    let mut posts = world.posts.borrow_mut();
    let older = posts.len() - 1;
    posts.drain(..older);
    drop(posts);
    // No hook takes more than 120 in a minute.
    world.pass(Duration::from_millis(500));
    Life { calls: after.0 + after.1 - before.0 - before.1, time }
}

/// Lives of 100 further events.
fn lives(world: &World, key: &Key) -> Vec<Life> {
    (0..100).map(|number| live(world, key, &number.to_string())).collect()
}

fn calls(lives: &[Life]) -> Vec<usize> {
    lives.iter().map(|life| life.calls).collect()
}

#[test]
fn an_event_costs_the_same_calls_of_the_store_however_many_are_stored() {
    let [few, many] = [100, 1_100].map(|count| {
        let (world, key) = storing(count);
        calls(&lives(&world, &key))
    });
    assert_eq!(few, many);
    // Rates are reserved for several events at once, and copies of lanes grow old: some events pay for others.
    assert!(few.iter().sum::<usize>() <= 5 * few.len() && few.iter().all(|calls| *calls <= 7), "{few:?}");
}

/// Writes rows for `make bench` to the file that `BENCH_ROWS` names.
#[test]
#[ignore = "a measurement: see tests/conformance/bench.sh"]
fn events_at_scale() {
    let [few, many] = [100, 100_000].map(|count| {
        let (world, key) = storing(count);
        lives(&world, &key)
    });
    let mean = |lives: &[Life]| calls(lives).iter().sum::<usize>() as f64 / lives.len() as f64;
    // Whatever else runs on the machine only makes it slower.
    let fastest = |lives: &[Life]| lives.iter().map(|life| life.time.as_secs_f64() * 1e6).fold(f64::INFINITY, f64::min);
    let row = |name, ours: f64, peer: f64, unit| json!({"name": name, "ours": ours, "peer": peer, "unit": unit, "ratio": ours / peer});
    let rows = [
        row("event_kv_calls_with_100000_to_100", mean(&many), mean(&few), "calls"),
        row("event_shown_with_100000_to_100", fastest(&many), fastest(&few), "µs"),
    ];
    assert_eq!(calls(&few), calls(&many));
    std::fs::write(std::env::var_os("BENCH_ROWS").unwrap(), json!(rows).to_string()).unwrap();
}

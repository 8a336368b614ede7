//! How long somebody waits for the card after proposing: the real bundle on the in-memory server with an Odoo that answers at
//! once, and a store that takes a millisecond for each call beside one that takes no time. Used by `make bench`.
//!
//! Usage: `card <bundle> <rows.json>`

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench fails by panicking")]

use std::path::Path;
use std::time::{Duration, Instant};

use odoo_stand_in::StandIn;
use peer::Server;
use playground::OdooAccess;
use serde_json::json;

/// Of one call of the key-value store, as a database nearby takes.
const KV_LATENCY: Duration = Duration::from_millis(1);
const WARM_UP: usize = 20;
const CARDS: usize = 201;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let [_, bundle, rows] = arguments.as_slice() else { panic!("usage: card <bundle> <rows.json>") };
    let odoo = StandIn::demo().start().await;
    let mut builder = Server::builder().demo().bundle(Path::new(bundle)).setting("proposers", json!("@ben"));
    // Faster than people type.
    builder = builder.setting("writesperminute", json!(1000));
    for (key, value) in OdooAccess::of(&odoo).settings() {
        builder = builder.setting(&key, value);
    }
    let server = builder.start().await.unwrap();

    let (mut near, mut at_once) = (Vec::new(), Vec::new());
    for number in 0..WARM_UP + CARDS {
        for (latency, times) in [(KV_LATENCY, &mut near), (Duration::ZERO, &mut at_once)] {
            server.faults().kv_latency(latency);
            let command = format!("/odoo propose lead name=\"Shelf {number}\" expected_revenue=100");
            let begin = Instant::now();
            let told = server.command("ben", "sales", &command).await.unwrap();
            let time = begin.elapsed();
            let cards = server.posts("sales").len();
            assert!(told.response.text.ends_with("is in this channel."), "{told:?}");
            assert!(cards > number, "the card is there when the command is answered");
            if number >= WARM_UP {
                times.push(time.as_secs_f64() * 1000.0);
            }
        }
    }
    near.sort_by(f64::total_cmp);
    at_once.sort_by(f64::total_cmp);
    let row = |name: &str, at: usize| json!({"name": name, "ours": near[at], "peer": at_once[at], "unit": "ms", "ratio": near[at] / at_once[at]});
    // A busy machine rounds up: what the store's millisecond really was.
    let begin = Instant::now();
    for _ in 0..CARDS {
        peer::pause(KV_LATENCY).await;
    }
    let call = begin.elapsed().as_secs_f64() * 1000.0 / CARDS as f64;
    let measured = json!([
        row("card_p50_store_1ms_to_0ms", CARDS / 2),
        row("card_p95_store_1ms_to_0ms", CARDS * 95 / 100),
        {"name": "store_call_of_1ms", "ours": call, "peer": 1.0, "unit": "ms", "ratio": call},
    ]);
    std::fs::write(rows, measured.to_string()).unwrap();
}

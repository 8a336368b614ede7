//! What events cost in the host: the 4 KB event of the probe in a pooled instance against the same code natively, and an event
//! through the sample of an extension module against what one may cost. Used by `make bench`.
//!
//! Usage: `event <probe.cwasm> <sample.wasm> <rows.json>`. Batches alternate, and the median batch counts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench fails by panicking")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use plugin_host::extension::{self, Extensions};
use plugin_host::runtime::bindings::exports::mattermost::plugin::http_hook::Request;
use plugin_host::runtime::bindings::mattermost::plugin::types::Context;
use plugin_host::runtime::{Deadline, Limits, Runtime};
use plugin_host::{Host, Manifest};
use probe::event;

const BATCHES: usize = 41;
const CALLS: u32 = 200;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let [_, code, sample, rows] = arguments.as_slice() else {
        panic!("usage: event <probe.cwasm> <sample.wasm> <rows.json>")
    };
    let manifest: Manifest = serde_json::from_str(r#"{"id":"probe"}"#).unwrap();
    let runtime = Runtime::load(Path::new(code), Arc::new(Host::new(manifest)), Limits::default()).unwrap();
    let body = event::sample();
    let seen = RefCell::new(HashMap::new());

    let (mut component, mut native) = (Vec::new(), Vec::new());
    for _ in 0..BATCHES {
        let begin = Instant::now();
        for _ in 0..CALLS {
            assert!(!in_component(&runtime, body.clone()).await.is_empty());
        }
        component.push(begin.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS));
        let begin = Instant::now();
        for _ in 0..CALLS {
            assert!(!natively(&body, &seen).is_empty());
        }
        native.push(begin.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS));
    }
    let (ours, peer) = (median(component), median(native));
    let module = in_module(std::fs::read(sample).unwrap()).await;
    let measured = serde_json::json!([
        {"name": "event_4kb_component_to_native", "ours": ours, "peer": peer, "unit": "µs", "ratio": ours / peer},
        {"name": "module_event_to_1ms", "ours": module, "peer": 1.0, "unit": "ms", "ratio": module},
    ]);
    std::fs::write(rows, measured.to_string()).unwrap();
}

/// Milliseconds of an event through the sample, which is instantiated anew for each.
async fn in_module(code: Vec<u8>) -> f64 {
    let limits =
        extension::Limits { time: Duration::from_millis(100), memory_bytes_max: 16 << 20, output_bytes_max: 64 << 10 };
    let input = serde_json::json!({
        "event": {"title": "Build 7 failed", "severity": "critical", "link": "https://ci.example.com/7", "text": "x".repeat(1024)},
        "org": null, "locale": "en", "targets": ["builds", "ops"],
    });
    let extensions = Extensions::default();
    extensions.keep("sample".into(), code).await.unwrap();
    let mut batches = Vec::new();
    for _ in 0..BATCHES {
        let begin = Instant::now();
        for _ in 0..CALLS {
            let answer = extensions.run("sample", "transform".into(), input.to_string().into(), limits).await;
            assert!(!answer.unwrap().is_empty());
        }
        batches.push(begin.elapsed().as_secs_f64() * 1e3 / f64::from(CALLS));
    }
    median(batches)
}

async fn in_component(runtime: &Runtime, body: Vec<u8>) -> Vec<u8> {
    let request = Request {
        method: "POST".into(),
        path: "/event".into(),
        query: String::new(),
        headers: Vec::new(),
        body,
        user_id: None,
        plugin_id: None,
    };
    let context = Context {
        request_id: String::new(),
        session_id: String::new(),
        ip_address: String::new(),
        accept_language: String::new(),
        user_agent: String::new(),
    };
    let answer = runtime
        .call("ServeHTTP", Deadline::millis(5000), move |plugin, store| {
            Box::pin(async move { plugin.mattermost_plugin_http_hook().call_handle(store, &context, &request).await })
        })
        .await;
    answer.unwrap().body
}

fn natively(body: &[u8], seen: &RefCell<HashMap<String, Vec<u8>>>) -> Vec<u8> {
    let get = |key: &str| seen.borrow().get(key).cloned();
    let set = |key: &str, value: Vec<u8>| {
        seen.borrow_mut().insert(key.to_owned(), value);
    };
    event::process(body, get, set)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

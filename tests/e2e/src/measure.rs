//! What benches of events have in common: how they send, and their figures.

use std::time::Duration;

use serde_json::{Value, json};

/// Between two sends: 200 in a second.
pub const PERIOD: Duration = Duration::from_millis(5);
/// How long, unless the command line says it.
pub const SECONDS: u64 = 20;
/// One hook takes 10,000 events in a minute at most.
pub const HOOKS: usize = 4;
/// Where events are shown, each as often: one channel takes 20 messages a second.
pub const CHANNELS: usize = 20;
/// Every so many sends one is a doorbell.
pub const DOORBELL_EVERY: usize = 4;
/// Records that ring.
pub const RINGING: usize = 200;

/// In milliseconds, the shortest first.
pub fn sorted(times: impl Iterator<Item = Duration>) -> Vec<f64> {
    let mut times: Vec<_> = times.map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// What so many of a thousand are below.
fn at(sorted: &[f64], permille: usize) -> f64 {
    sorted[(sorted.len() * permille / 1000).min(sorted.len() - 1)]
}

/// A row of the table; `asked` is what the project asks for, nothing where it asks for nothing.
pub fn row(name: &str, ours: f64, asked: Option<f64>, unit: &str) -> Value {
    let (peer, ratio) = asked.map_or((0.0, 0.0), |asked| (asked, ours / asked));
    json!({"name": name, "ours": ours, "peer": peer, "unit": unit, "ratio": ratio})
}

/// The rows of accepting events and doorbells, and of what is seen of events; all of them sorted.
///
/// # Panics
/// When nothing was measured.
pub fn rows(prefix: &str, hooks: &[f64], bells: &[f64], visible: &[f64]) -> Vec<Value> {
    let row = |name: &str, ours, asked| row(&format!("{prefix}_{name}"), ours, asked, "ms");
    vec![
        row("hook_accept_p50", at(hooks, 500), None),
        row("hook_accept_p999", at(hooks, 999), Some(50.0)),
        row("doorbell_accept_p50", at(bells, 500), None),
        row("doorbell_accept_p999", at(bells, 999), Some(50.0)),
        row("accept_to_post_p50", at(visible, 500), Some(300.0)),
        row("accept_to_post_p999", at(visible, 999), None),
    ]
}

//! Figures of benches.

use std::time::Duration;

use serde_json::{Value, json};

/// In milliseconds, the shortest first.
pub fn sorted(times: impl Iterator<Item = Duration>) -> Vec<f64> {
    let mut times: Vec<_> = times.map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// What so many of a thousand are below.
///
/// # Panics
/// When nothing was measured.
pub fn at(sorted: &[f64], permille: usize) -> f64 {
    sorted[(sorted.len() * permille / 1000).min(sorted.len() - 1)]
}

/// A row of the table; `asked` is what the project asks for, nothing where it asks for nothing.
pub fn row(name: &str, ours: f64, asked: Option<f64>, unit: &str) -> Value {
    let (peer, ratio) = asked.map_or((0.0, 0.0), |asked| (asked, ours / asked));
    json!({"name": name, "ours": ours, "peer": peer, "unit": unit, "ratio": ratio})
}

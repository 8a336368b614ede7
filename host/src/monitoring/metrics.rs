//! Counters, gauges and times, in the text that Prometheus reads.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of all names together: what a component can hold in the host.
const SERIES_MAX: usize = 2000;
/// Seconds: from what a call takes to what a queue may.
const BUCKETS: [f64; 14] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0, 3600.0];

/// Names and values, in the order in which they are always given.
pub(crate) type Labels<'a> = &'a [(&'a str, &'a str)];

/// The numbers of this process.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Mutex<Families>);

#[derive(Debug, Default)]
struct Families {
    by_name: BTreeMap<String, Family>,
    series: usize,
}

#[derive(Debug)]
struct Family {
    kind: Kind,
    /// By the labels as they are printed.
    samples: BTreeMap<String, Sample>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// A number, or times.
#[derive(Clone, Debug, Default)]
struct Sample {
    /// The sum of what was counted or observed, or what was set.
    value: f64,
    count: u64,
    /// How many were at most as long as each of [`BUCKETS`].
    within: [u64; BUCKETS.len()],
}

impl Metrics {
    /// Adds to a counter.
    pub(crate) fn count(&self, name: &str, labels: Labels<'_>, by: u64) {
        self.change(Kind::Counter, name, labels, |sample| sample.value += to_f64(by));
    }

    /// Says how much there is now.
    pub(crate) fn set(&self, name: &str, labels: Labels<'_>, value: f64) {
        self.change(Kind::Gauge, name, labels, |sample| sample.value = value);
    }

    /// Adds a time.
    pub(crate) fn observe(&self, name: &str, labels: Labels<'_>, seconds: f64) {
        self.change(Kind::Histogram, name, labels, |sample| {
            sample.value += seconds;
            sample.count += 1;
            for (within, bound) in sample.within.iter_mut().zip(BUCKETS) {
                *within += u64::from(seconds <= bound);
            }
        });
    }

    /// How many times were observed under a name, and their sum in seconds.
    pub(crate) fn observed(&self, name: &str) -> (u64, f64) {
        let families = self.lock();
        let samples = families.by_name.get(name).into_iter().flat_map(|family| family.samples.values());
        samples.fold((0, 0.0), |(count, seconds), sample| (count + sample.count, seconds + sample.value))
    }

    /// Forgets all series of a name.
    pub(crate) fn forget(&self, name: &str) {
        let mut families = self.lock();
        if let Some(family) = families.by_name.remove(name) {
            families.series -= family.samples.len();
        }
    }

    /// All of them, as Prometheus reads them.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (name, Family { kind, samples }) in &self.lock().by_name {
            let _ = writeln!(text, "# TYPE {name} {}", kind.word());
            for (labels, sample) in samples {
                sample.print(&mut text, *kind, name, labels);
            }
        }
        text
    }

    /// Names that are none, a name that is of another kind, and series beyond the bound are left out.
    fn change(&self, kind: Kind, name: &str, labels: Labels<'_>, change: impl FnOnce(&mut Sample)) {
        if !is_name(name) || !labels.iter().all(|(name, _)| is_name(name)) {
            return;
        }
        let printed = printed(labels);
        let mut families = self.lock();
        let is_full = families.series >= SERIES_MAX;
        let known = families.by_name.get_mut(name);
        if let Some(sample) =
            known.filter(|family| family.kind == kind).and_then(|family| family.samples.get_mut(&printed))
        {
            return change(sample);
        }
        if is_full || families.by_name.get(name).is_some_and(|family| family.kind != kind) {
            return;
        }
        families.series += 1;
        let empty = || Family { kind, samples: BTreeMap::new() };
        let family = families.by_name.entry(name.to_owned()).or_insert_with(empty);
        change(family.samples.entry(printed).or_default());
    }

    fn lock(&self) -> MutexGuard<'_, Families> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

impl Sample {
    fn print(&self, text: &mut String, kind: Kind, name: &str, labels: &str) {
        let braced = |more: &str| match (labels, more) {
            ("", "") => String::new(),
            (labels, "") => format!("{{{labels}}}"),
            ("", more) => format!("{{{more}}}"),
            (labels, more) => format!("{{{labels},{more}}}"),
        };
        if kind != Kind::Histogram {
            let _ = writeln!(text, "{name}{} {}", braced(""), self.value);
            return;
        }
        for (within, bound) in self.within.iter().zip(BUCKETS) {
            let _ = writeln!(text, "{name}_bucket{} {within}", braced(&format!("le=\"{bound}\"")));
        }
        let _ = writeln!(text, "{name}_bucket{} {}", braced("le=\"+Inf\""), self.count);
        let _ = writeln!(text, "{name}_sum{} {}", braced(""), self.value);
        let _ = writeln!(text, "{name}_count{} {}", braced(""), self.count);
    }
}

fn printed(labels: Labels<'_>) -> String {
    let mut text = String::new();
    for (name, value) in labels {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        let comma = if text.is_empty() { "" } else { "," };
        let _ = write!(text, "{comma}{name}=\"{value}\"");
    }
    text
}

fn is_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '_';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit())
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus has no other numbers")]
fn to_f64(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::{Metrics, SERIES_MAX};

    #[test]
    fn numbers_are_printed_by_name_and_label() {
        let metrics = Metrics::default();
        metrics.count("calls_total", &[("hook", "b"), ("outcome", "ok")], 2);
        metrics.count("calls_total", &[("hook", "a\"\\\n"), ("outcome", "ok")], 1);
        metrics.count("calls_total", &[("hook", "b"), ("outcome", "ok")], 3);
        metrics.set("age", &[], 1.5);
        metrics.set("age", &[], 0.5);
        let expected = "# TYPE age gauge\nage 0.5\n# TYPE calls_total counter\n\
                        calls_total{hook=\"a\\\"\\\\\\n\",outcome=\"ok\"} 1\ncalls_total{hook=\"b\",outcome=\"ok\"} 5\n";
        assert_eq!(metrics.text(), expected);
    }

    #[test]
    fn times_are_counted_by_how_long_they_are() {
        let metrics = Metrics::default();
        for seconds in [0.25, 0.3, 5000.0] {
            metrics.observe("took", &[("hook", "a")], seconds);
        }
        let text = metrics.text();
        for line in [
            "took_bucket{hook=\"a\",le=\"0.1\"} 0",
            "took_bucket{hook=\"a\",le=\"0.25\"} 1",
            "took_bucket{hook=\"a\",le=\"0.5\"} 2",
            "took_bucket{hook=\"a\",le=\"3600\"} 2",
            "took_bucket{hook=\"a\",le=\"+Inf\"} 3",
            "took_sum{hook=\"a\"} 5000.55",
            "took_count{hook=\"a\"} 3",
        ] {
            assert!(text.lines().any(|printed| printed == line), "{line} in\n{text}");
        }
    }

    #[test]
    fn what_is_no_name_or_of_another_kind_or_too_much_is_left_out() {
        let metrics = Metrics::default();
        metrics.count("Calls", &[], 1);
        metrics.count("calls total", &[], 1);
        metrics.count("calls", &[("a-b", "c")], 1);
        metrics.count("calls", &[], 1);
        metrics.set("calls", &[], 7.0);
        for number in 0..2 * SERIES_MAX {
            metrics.set("many", &[("number", &number.to_string())], 1.0);
        }
        metrics.count("calls", &[], 1);
        let text = metrics.text();
        assert!(text.starts_with("# TYPE calls counter\ncalls 2\n# TYPE many gauge\n"), "{text}");
        assert_eq!(text.lines().filter(|line| !line.starts_with('#')).count(), SERIES_MAX);
    }
}

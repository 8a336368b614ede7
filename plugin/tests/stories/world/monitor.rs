//! What operators see.

use std::time::Duration;

use odoo_plugin::ports::{Monitor, Report};

use super::{START, World};

impl World {
    /// A counter, a gauge, or how many times were observed: its name, then `name=value` of its labels.
    pub fn number(&self, name: &str) -> u32 {
        self.numbers.borrow().get(name).copied().unwrap_or(0)
    }

    fn number_becomes(&self, name: &str, labels: &[(&str, &str)], change: impl FnOnce(u32) -> u32) {
        let labels: String = labels.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let mut numbers = self.numbers.borrow_mut();
        let number = numbers.entry(format!("{name}{labels}")).or_default();
        *number = change(*number);
    }
}

impl Monitor for World {
    fn count(&self, name: &str, labels: &[(&str, &str)]) {
        self.number_becomes(name, labels, |number| number + 1);
    }

    fn set(&self, name: &str, labels: &[(&str, &str)], value: u32) {
        self.number_becomes(name, labels, |_| value);
    }

    fn observe(&self, name: &str, labels: &[(&str, &str)], _: Duration) {
        self.number_becomes(name, labels, |number| number + 1);
    }

    fn report(&self) -> Report {
        self.report.borrow().clone()
    }
}

/// Everything fits together.
pub fn report() -> Report {
    Report {
        host_version: env!("CARGO_PKG_VERSION").into(),
        contract: "mattermost:plugin@0.1.0".into(),
        started_at: START,
        node: "first".into(),
        ..Report::default()
    }
}

//! Numbers for operators.

use std::time::Duration;

use super::bindings::mattermost::plugin::monitoring;
use crate::ports::{JobReport, Monitor, Report, Timestamp};

pub(super) struct HostMonitor;

impl Monitor for HostMonitor {
    fn count(&self, name: &str, labels: &[(&str, &str)]) {
        monitoring::count(name, &owned(labels), 1);
    }

    fn set(&self, name: &str, labels: &[(&str, &str)], value: u32) {
        monitoring::set(name, &owned(labels), value.into());
    }

    fn observe(&self, name: &str, labels: &[(&str, &str)], time: Duration) {
        monitoring::observe(name, &owned(labels), time.as_secs_f64());
    }

    fn report(&self) -> Report {
        let report = monitoring::report();
        let jobs = report.jobs.into_iter();
        Report {
            commit: report.commit,
            component_hash: report.component_hash,
            host_version: report.host_version,
            contract: report.contract,
            started_at: Timestamp(report.started_at),
            node: report.node,
            resident_bytes: report.resident_bytes,
            calls: report.calls,
            call_time: Duration::try_from_secs_f64(report.call_seconds).unwrap_or_default(),
            jobs: jobs
                .map(|job| JobReport { name: job.name, done_at: Timestamp(job.done_at), failures: job.failures })
                .collect(),
            troubles: report.troubles.into_iter().map(|trouble| (Timestamp(trouble.at), trouble.message)).collect(),
        }
    }
}

fn owned(labels: &[(&str, &str)]) -> Vec<(String, String)> {
    labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

//! `monitoring`.

use crate::monitoring::{CALL_SECONDS, Labels, resident_bytes};
use crate::runtime::bindings::mattermost::plugin::monitoring::{Host, JobReport, ProcessReport, Trouble};
use crate::runtime::{State, served};

impl Host for State {
    async fn count(&mut self, name: String, labels: Vec<(String, String)>, by: u64) -> wasmtime::Result<()> {
        with(&labels, |labels| self.host.metrics().count(&name, labels, by));
        Ok(())
    }

    async fn set(&mut self, name: String, labels: Vec<(String, String)>, value: f64) -> wasmtime::Result<()> {
        with(&labels, |labels| self.host.metrics().set(&name, labels, value));
        Ok(())
    }

    async fn observe(&mut self, name: String, labels: Vec<(String, String)>, seconds: f64) -> wasmtime::Result<()> {
        with(&labels, |labels| self.host.metrics().observe(&name, labels, seconds));
        Ok(())
    }

    async fn report(&mut self) -> wasmtime::Result<ProcessReport> {
        let jobs = self.host.jobs().all().into_iter();
        let troubles = self.host.log().troubles().latest().into_iter();
        let build = &self.host.manifest().props;
        let (calls, call_seconds) = self.host.metrics().observed(CALL_SECONDS);
        Ok(ProcessReport {
            commit: build.commit.clone(),
            component_hash: build.component_hash.clone(),
            host_version: env!("CARGO_PKG_VERSION").to_owned(),
            contract: served(),
            started_at: self.host.started_at_ms(),
            node: self.host.node_id().to_owned(),
            resident_bytes: resident_bytes().unwrap_or(0),
            calls,
            call_seconds,
            jobs: jobs.map(|(name, job)| JobReport { name, done_at: job.done_at_ms, failures: job.failures }).collect(),
            troubles: troubles.map(|trouble| Trouble { at: trouble.at_ms, message: trouble.message }).collect(),
        })
    }
}

fn with(labels: &[(String, String)], act: impl FnOnce(Labels<'_>)) {
    let labels: Vec<_> = labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    act(&labels);
}

//! What operators ask for: the numbers, and the plugin's part of the support packet.

use std::sync::atomic::Ordering;

use mattermost::HttpResponse;
use mattermost::model::FileData;

use super::ComponentHooks;
use crate::monitoring::{now_ms, packet, resident_bytes};
use crate::runtime::served;

impl ComponentHooks {
    /// `/plugins/<id>/metrics` on the server's metrics port.
    pub(super) fn metrics(&self) -> HttpResponse {
        HttpResponse::new(200).with_header("Content-Type", "text/plain; version=0.0.4").with_body(self.numbers())
    }

    /// Files for the server's support packet.
    pub(super) async fn support_data(&self) -> Vec<FileData> {
        let document = serde_json::to_vec_pretty(&packet(&self.host).await).unwrap_or_default();
        [("report.json", document), ("metrics.txt", self.numbers().into_bytes())]
            .map(|(name, body)| FileData { filename: format!("{}/{name}", self.host.manifest().id), body })
            .into()
    }

    /// What is counted all the time, and what is looked up now.
    #[expect(clippy::cast_precision_loss, reason = "Prometheus has no other numbers")]
    fn numbers(&self) -> String {
        let (host, now_ms) = (&self.host, now_ms());
        let set = |name: &str, labels: &[(&str, &str)], value: f64| {
            host.metrics().set(&format!("mattermost_plugin_{name}"), labels, value);
        };
        let contract = served();
        let facts = [
            ("version", host.manifest().version.as_str()),
            ("host_version", env!("CARGO_PKG_VERSION")),
            ("commit", host.manifest().props.commit.as_str()),
            ("contract", &contract),
            ("node", host.node_id()),
        ];
        set("info", &facts, 1.0);
        set("started_at_seconds", &[], host.started_at_ms() as f64 / 1000.0);
        if let Some(bytes) = resident_bytes() {
            set("resident_bytes", &[], bytes as f64);
        }
        set("cache_bytes", &[], host.cache().bytes() as f64);
        if let Ok(component) = &self.component {
            set("instances_made", &[], component.runtime.stats.instantiated.load(Ordering::Relaxed) as f64);
        }
        let [warnings, errors] = host.log().counts();
        set("log_entries", &[("level", "warning")], warnings as f64);
        set("log_entries", &[("level", "error")], errors as f64);
        // A job that another node runs now is not this one's to complain of.
        host.metrics().forget("mattermost_plugin_job_lag_seconds");
        for (name, job) in host.jobs().all() {
            if let Some(lag) = job.lag_seconds(now_ms) {
                set("job_lag_seconds", &[("job", &name)], lag);
            }
        }
        host.metrics().text()
    }
}

//! What the server's support packet says of this plugin.

use serde_json::{Value, json};

use super::now_ms;
use crate::host::Host;
use crate::runtime::served;

/// One JSON document; the numbers stand beside it as Prometheus reads them.
pub(crate) async fn packet(host: &Host) -> Value {
    let (now_ms, server) = (now_ms(), host.server().await);
    let jobs = host.jobs().all().into_iter().map(|(name, job)| {
        json!({"name": name, "done_at_ms": job.done_at_ms, "failures": job.failures, "lag_seconds": job.lag_seconds(now_ms)})
    });
    let troubles = host.log().troubles().latest().into_iter().map(|trouble| {
        let fields: serde_json::Map<_, _> =
            trouble.fields.into_iter().map(|(name, text)| (name, Value::from(text))).collect();
        json!({"at_ms": trouble.at_ms, "message": trouble.message, "fields": fields})
    });
    json!({
        "plugin": host.manifest().id,
        "bundle_version": host.manifest().version,
        "host_version": env!("CARGO_PKG_VERSION"),
        "commit": host.manifest().props.commit,
        "component_hash": host.manifest().props.component_hash,
        "contract": served(),
        "server_version": server.version,
        "node": host.node_id(),
        "now_ms": now_ms,
        "started_at_ms": host.started_at_ms(),
        "jobs": jobs.collect::<Vec<_>>(),
        "troubles": troubles.collect::<Vec<_>>(),
    })
}

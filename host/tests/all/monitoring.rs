//! What operators see.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{probe, say};

#[tokio::test]
async fn numbers_tell_calls_traps_jobs_and_memory() {
    let server = probe().start().await.unwrap();
    say(&server, "/probe").await;
    say(&server, "/probe panic").await;
    let numbers = server.metrics().await.unwrap();
    assert_eq!(numbers.status, 200);
    let numbers = numbers.text();
    for line in [
        "# TYPE mattermost_plugin_calls_total counter",
        "mattermost_plugin_calls_total{hook=\"ExecuteCommand\",outcome=\"answered\"} 1",
        "mattermost_plugin_calls_total{hook=\"ExecuteCommand\",outcome=\"trapped\"} 1",
        "mattermost_plugin_call_seconds_count{hook=\"ExecuteCommand\"} 2",
        "mattermost_plugin_log_entries{level=\"error\"} 1",
    ] {
        assert!(numbers.lines().any(|known| known == line), "{line} in\n{numbers}");
    }
    for name in [
        "mattermost_plugin_info{version=\"0.1.0\"",
        "mattermost_plugin_started_at_seconds 1",
        "mattermost_plugin_cache_bytes ",
    ] {
        assert!(numbers.lines().any(|line| line.starts_with(name)), "{name} in\n{numbers}");
    }
}

#[tokio::test]
async fn the_support_packet_has_versions_jobs_and_the_last_troubles() {
    let server = probe().start().await.unwrap();
    say(&server, "/probe panic").await;
    let files: BTreeMap<String, Vec<u8>> =
        server.support_data().await.unwrap().into_iter().map(|file| (file.filename, file.body)).collect();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["probe/metrics.txt", "probe/report.json"]);
    let report: Value = serde_json::from_slice(&files["probe/report.json"]).unwrap();
    assert_eq!((&report["plugin"], &report["server_version"]), (&"probe".into(), &"11.6.0".into()));
    assert_eq!(report["contract"], "mattermost:plugin@0.1.0");
    // What the packer wrote into the manifest; the commit is empty outside a Git checkout.
    assert_eq!(report["component_hash"].as_str().map(str::len), Some(64), "{report}");
    assert!(report["commit"].is_string(), "{report}");
    assert_eq!(report["troubles"][0]["message"], "The component failed");
}

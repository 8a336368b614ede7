//! What operators get: every name that the shipped alerts and the dashboard use is in what the plugin answers, and no secret is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use e2e::{OdooAccess, Sender};
use peer::Server;
use playground::StandIn;
use serde_json::json;
use tokio::time::{Instant, sleep};

const ALERTS: &str = include_str!("../../../docs/ops/alerts.yml");
const DASHBOARD: &str = include_str!("../../../docs/ops/dashboard.json");
const PAGE: &str = include_str!("../../../docs/ops/README.md");
/// In the text of an event.
const CANARY: &str = "canary-of-a-text";
const KEY: &str = "canary-encryption-key-of-32-bytes";
const WITHIN: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(50);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alerts_and_dashboard_name_what_is_there_and_no_secret_is_told() {
    let odoo = StandIn::demo().start().await;
    let mut builder = Server::builder().demo().bundle(bundle());
    for (key, value) in OdooAccess::of(&odoo).settings() {
        builder = builder.setting(&key, value);
    }
    let server = builder.setting("encryptionkey", json!(KEY)).start().await.unwrap();
    let sender = Sender::new(&server, "ci", "sales").await;
    let body = json!({"title": CANARY, "text": CANARY}).to_string();
    for _ in 0..2 {
        assert_eq!(sender.send(&server, "1", &body).await.status, 202);
    }
    server.command("anna", "sales", "/odoo find partner azure").await.unwrap();
    let begin = Instant::now();
    while !server.metrics().await.unwrap().text().contains("odoo_deliveries_total{outcome=\"sent\"} 1") {
        assert!(begin.elapsed() < WITHIN, "{}", server.metrics().await.unwrap().text());
        sleep(LOOK_EVERY).await;
    }

    let numbers = server.metrics().await.unwrap().text();
    let samples = numbers.lines().filter(|line| !line.starts_with('#'));
    let there: BTreeSet<_> = samples.filter_map(|line| line.split(['{', ' ']).next()).collect();
    let families = numbers.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    for (file, named) in [("alerts.yml", names(ALERTS)), ("dashboard.json", names(DASHBOARD))] {
        assert!(named.len() > 5, "{file}: {named:?}");
        let missing: Vec<_> = named.difference(&there).collect();
        assert!(missing.is_empty(), "{file} names {missing:?}; there are {there:?}");
    }
    let explained = names(PAGE);
    let unexplained: Vec<_> = families.filter(|family| !explained.contains(family)).collect();
    assert!(unexplained.is_empty(), "README.md does not explain {unexplained:?}");

    let packet = server.support_data().await.unwrap();
    let told: String = packet.into_iter().map(|file| String::from_utf8(file.body).unwrap()).chain([numbers]).collect();
    for secret in [CANARY, KEY, odoo.api_key(), sender.secret(), "anna@example.com"] {
        assert!(!secret.is_empty() && !told.contains(secret), "{secret} in {told}");
    }
    server.deactivate().await;
}

/// The words that are names of numbers.
fn names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    words.filter(|word| ["odoo_", "mattermost_plugin_"].iter().any(|prefix| word.starts_with(prefix))).collect()
}

/// `BUNDLES`, or where `make bundle` puts them.
fn bundle() -> PathBuf {
    let built = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/bundle");
    std::env::var_os("BUNDLES").map_or_else(built, PathBuf::from).join("odoo")
}

//! Work that comes back, and its lease.

use std::time::Duration;

use peer::Server;
use serde_json::{Value, json};

use super::probe;

#[tokio::test]
async fn a_job_runs_under_a_lease_with_a_fence() {
    let server = probe().start().await.unwrap();
    assert_eq!(value_of(&server, "tick/count").await, b"1");
    let lease: Value = serde_json::from_slice(&server.kv()["lease/count"]).unwrap();
    assert_eq!((lease["v"].clone(), lease["fence"].clone()), (json!(1), json!(1)));
}

#[tokio::test]
async fn a_restart_takes_the_released_lease_with_a_higher_fence() {
    let server = probe().start().await.unwrap();
    value_of(&server, "tick/count").await;
    server.deactivate().await;
    let lease: Value = serde_json::from_slice(&server.kv()["lease/count"]).unwrap();
    assert_eq!((lease["node"].clone(), lease["fence"].clone()), (json!(""), json!(1)));
    server.activate().await.unwrap();
    loop {
        if value_of(&server, "tick/count").await == b"2" {
            break;
        }
        tokio::task::yield_now().await;
    }
}

/// The value once it is there.
async fn value_of(server: &Server, key: &str) -> Vec<u8> {
    let there = async {
        loop {
            if let Some(value) = server.kv().remove(key) {
                return value;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), there).await.expect("the key appears")
}

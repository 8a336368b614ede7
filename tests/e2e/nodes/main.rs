//! Two nodes of a cluster: two processes of the real bundle on one database, which are killed all the time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod chance;
mod cluster;

use chance::Chance;
use cluster::{Cluster, Plan};

/// Runs in `make test`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_events_sent_three_times_to_nodes_that_are_killed_are_shown_once_and_in_order() {
    proved(Plan { subjects: 50, events_per_subject: 20, kills: 12 }, 26).await;
}

/// Runs in `make soak`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn ten_thousand_events_sent_three_times_to_nodes_that_are_killed_are_shown_once_and_in_order() {
    proved(Plan { subjects: 200, events_per_subject: 50, kills: 100 }, 7).await;
}

async fn proved(plan: Plan, seed: u64) {
    let cluster = Cluster::start().await;
    let killed = cluster.storm(plan, Chance::new(seed)).await;
    cluster.until_shown(plan.events()).await;
    assert_eq!(killed, plan.kills);
    assert_eq!(cluster.shown(), plan.expected());
    cluster.stop().await;
}

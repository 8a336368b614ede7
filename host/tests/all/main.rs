//! The host as a server meets it: the real executable with the probe (`tests/probe`) in it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod commands;
mod extensions;
mod failures;
mod jobs;
mod messages;
mod monitoring;
mod outgoing;
mod outgoing_tls;
mod requests;
mod rooms;
mod settings;
mod storm;

use std::path::PathBuf;

use peer::{Builder, Server};

/// A server with the demo people and channels and the probe installed.
fn probe() -> Builder {
    Server::builder().demo().bundle(bundles().join("probe"))
}

/// Where `make bundle` lays out the bundles.
fn bundles() -> PathBuf {
    std::env::var_os("BUNDLES")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bundle")), PathBuf::from)
}

/// What ben reads after a command in the sales channel: the answer, or the error.
async fn say(server: &Server, text: &str) -> String {
    match server.command("ben", "sales", text).await {
        Ok(outcome) => outcome.response.text,
        Err(error) => format!("error: {}", error.message),
    }
}

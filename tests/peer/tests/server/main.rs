//! The server against a real plugin process, `echo-plugin`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod actions;
mod autocomplete;
mod cluster;
mod commands;
mod dialogs;
mod faults;
mod http;
mod kv;
mod posts;
mod start;
mod supervision;

use peer::{Builder, Server};

/// Anna, Ben, Cara and the echo plugin.
fn demo() -> Builder {
    Server::builder().demo().executable(env!("CARGO_BIN_EXE_echo-plugin")).plugin_id("echo")
}

async fn started() -> Server {
    demo().start().await.unwrap()
}

/// What Ben reads when he types this in `sales`.
async fn say(server: &Server, command: &str) -> String {
    server.command("ben", "sales", command).await.unwrap().response.text
}

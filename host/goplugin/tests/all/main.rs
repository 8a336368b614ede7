//! Plugin and application against each other, against a recorded Go server, and as processes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod support;

mod broker;
mod golden;
mod launch;
mod pull;
mod session;

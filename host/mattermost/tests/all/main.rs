//! Plugin against server, and both against what Go has sent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod session;

mod api_calls;
mod file_upload;
mod hook_calls;
mod http;
mod recorded_api;
mod recorded_hooks;
mod structs;
mod vectors;

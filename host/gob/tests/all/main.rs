//! The codec against Go's bytes, against itself and against bytes that nobody should send.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod support;

mod compatibility;
mod go_vectors;
mod golden_streams;
mod hostile;
mod interfaces;
#[cfg(feature = "json")]
mod json;
mod limits;
mod mattermost_shapes;
mod round_trips;
mod scalars;
mod structs;

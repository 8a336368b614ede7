//! The stand-in seen from outside, over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod automation;
mod desk;
mod faults;
mod journal;
mod json_2;
mod load;
mod offline;
mod people;
mod purchase;
mod recordings;
mod records;
mod thread;
mod tracking;
mod versions;
mod wire;
mod writes;
mod xml_rpc;

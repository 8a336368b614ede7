//! What people, buttons and monitors get to see, with Odoo's recorded answers behind it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "recordings are files")]

mod world;

mod access;
mod api_key;
mod approval;
mod audit;
mod command;
mod digest;
mod docs;
mod event;
mod hook;
mod http;
mod identity;
mod index;
mod jobs;
mod language;
mod lifecycle;
mod listen;
mod login;
mod module;
mod odoo;
mod org_event;
mod organisation;
mod preview;
mod proposal;
mod rate;
mod reminder;
mod secrets;
mod subscription;
mod watch;

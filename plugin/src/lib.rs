//! The Odoo plugin's logic: every decision, no effect except through `wit/` and WASI.
//!
//! One slash command walks through [`command::run`]: `command/parse.rs` turns text into a typed call by the one table
//! in `command/table.rs`, the command's own file decides, [`odoo`] asks Odoo, [`text`] makes foreign text harmless,
//! and [`ports`] are the only way out. Everything here compiles and is tested natively; `component.rs` alone knows the
//! component model.

pub mod ports;

pub mod access;
pub mod admins;
pub mod api_key;
pub mod approval;
pub mod audit;
pub mod bot;
pub mod command;
pub mod crossing;
pub mod deputy;
pub mod digest;
pub mod event;
pub mod file;
pub mod finding;
pub mod gate;
pub mod hook;
pub mod http;
pub mod identity;
pub mod ids;
pub mod index;
pub mod jobs;
pub mod language;
pub mod lifecycle;
pub mod listen;
pub mod login;
pub mod mirror;
pub mod module;
pub mod notify;
pub mod odoo;
pub mod order;
pub mod org_event;
pub mod organisation;
pub mod place;
pub mod preview;
pub mod proposal;
pub mod quick;
pub mod quiet;
pub mod rate;
pub mod record_card;
pub mod reference;
pub mod reminder;
pub mod rules;
pub mod seal;
pub mod settings;
pub mod store;
pub mod subscription;
pub mod text;
pub mod watch;

#[cfg(target_family = "wasm")]
mod component;

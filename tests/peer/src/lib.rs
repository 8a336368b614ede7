//! The other side of Mattermost's plugin RPC: an in-memory server that starts a plugin as a real one would.
//!
//! It must not know what the plugin does: everything here follows from Mattermost's own rules.
//!
//! ```no_run
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! let server = peer::Server::builder().demo().bundle("path/to/unpacked/bundle").start().await?;
//! let outcome = server.command("ben", "sales", "/hello world").await?;
//! assert_eq!(outcome.response.text, "Hello, world!");
//! # Ok(())
//! # }
//! ```

#![expect(clippy::result_large_err, reason = "errors are the server's own, and no path is hot")]

mod actions;
mod api;
mod attachments;
mod autocomplete;
mod background;
mod bots;
mod builder;
mod channels;
mod clock;
mod cluster;
mod commands;
mod dialogs;
mod ephemeral;
mod error;
mod event;
mod faults;
mod files;
mod http;
mod id;
mod kv;
mod log;
mod manifest;
mod members;
mod plugin;
mod posts;
mod reactions;
mod role;
mod server;
mod slack;
mod state;
mod supervisor;
mod trigger;
mod users;
mod world;

pub use attachments::client_view;
pub use builder::Builder;
pub use clock::Clock;
pub use commands::CommandOutcome;
pub use error::{app_error, app_error_with};
pub use event::{Broadcast, Event};
pub use faults::{Faults, Gate, pause};
pub use http::{Request, Response};
pub use id::{id_of, is_id};
pub use log::{Level, LogLine, Source};
pub use manifest::Manifest;
/// Mattermost's structs, with the JSON of its REST API.
pub use mattermost::model;
pub use role::Role;
pub use server::Server;
pub use state::{Mail, Scope};
pub use supervisor::{PluginState, StartError};

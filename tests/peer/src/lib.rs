//! The other side of Mattermost's plugin RPC: an in-memory server that starts a plugin as a real one would.
//!
//! It must not know what the plugin does: everything here follows from Mattermost's own rules.

mod actions;
mod attachments;
mod autocomplete;
mod background;
mod builder;
mod clock;
mod commands;
mod dialogs;
mod ephemeral;
mod error;
mod event;
mod faults;
mod http;
mod id;
mod kv;
mod log;
mod manifest;
pub mod model;
mod plugin;
mod posts;
mod role;
mod server;
mod state;
mod supervisor;
mod trigger;
mod world;

pub use attachments::client_view;
pub use builder::Builder;
pub use clock::Clock;
pub use commands::CommandOutcome;
pub use error::{app_error, app_error_with};
pub use event::{Broadcast, Event};
pub use faults::{Faults, Gate};
pub use http::{Request, Response};
pub use id::{id_of, is_id};
pub use kv::{KvStore, Row, SetOptions};
pub use log::{Level, LogLine, Source};
pub use manifest::Manifest;
pub use role::Role;
pub use server::Server;
pub use state::Scope;
pub use supervisor::{PluginState, StartError};

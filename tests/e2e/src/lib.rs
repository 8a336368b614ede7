//! A client for end-to-end stories that speaks only Mattermost's REST API and websocket, so that the same stories run on
//! the playground and on a real server.
//!
//! A [`World`] has the plugin installed, configured and active, a team with a channel, and three [`Person`]s. [`Ears`]
//! hear what a person's client is sent. A [`Sender`] of events is for what no real server lets itself be put through.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "stories fail by panicking")]

mod world;

mod person;

pub mod measure;

mod gateway;

mod ears;

mod bundles;

mod post;

mod odoo;

mod real;

mod sender;

mod settings;

mod site;

pub use bundles::bundles;
pub use ears::Ears;
pub use gateway::{Gateway, Sent};
pub use odoo::Odoo;
pub use person::Person;
pub use playground::OdooAccess;
pub use post::{action_named, attachments};
pub use real::RealServer;
pub use reqwest::Method;
pub use sender::{Sender, now, secret_in, signed};
pub use site::{Answer, Site};
pub use world::{PLUGIN_ID, World};

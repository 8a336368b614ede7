//! The product on built-in stand-ins: the plugin's real bundle on an in-memory Mattermost server and an Odoo stand-in,
//! with Mattermost's REST API and a page in the browser.
//!
//! It must not know what the plugin does: whatever the page shows came through Mattermost's API.

mod playground;

mod odoo;

mod rest;

mod socket;

mod plugin_routes;

mod page;

mod body;
mod refusal;
mod render;
mod session;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

pub use odoo::OdooAccess;
pub use odoo_stand_in::StandIn;
pub use playground::{Options, Playground, PlaygroundError};

/// What every request needs.
#[derive(Clone)]
pub(crate) struct App {
    server: peer::Server,
    bundle: Arc<Path>,
    url: Arc<str>,
    views: rest::Views,
}

/// Mattermost caps what the plugin may be sent only by the network's patience; memory is the cap here.
const PLUGIN_BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

fn router(app: App) -> Router {
    let api = rest::routes().route("/websocket", get(socket::connect));
    let plugin = plugin_routes::routes().layer(DefaultBodyLimit::max(PLUGIN_BODY_BYTES_MAX));
    Router::new().nest("/api/v4", api).merge(plugin).merge(page::routes()).with_state(app)
}

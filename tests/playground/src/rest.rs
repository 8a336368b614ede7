//! The part of Mattermost's REST API (v4) that a client needs: the same paths, statuses and JSON.

mod users;

mod teams;

mod channels;

mod posts;

mod files;

mod commands;

mod actions;

mod plugins;

mod config;

mod unread;

use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::App;
use crate::refusal::Refusal;

pub(crate) use unread::Views;

/// Everything below `/api/v4` but the websocket.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(users::routes())
        .merge(teams::routes())
        .merge(channels::routes())
        .merge(posts::routes())
        .merge(files::routes())
        .merge(commands::routes())
        .merge(actions::routes())
        .merge(plugins::routes())
        .merge(config::routes())
        .merge(unread::routes())
        .route("/system/ping", get(|| async { ok() }))
        .fallback(|| async { Refusal::no_path() })
}

/// What the server answers where there is nothing to tell.
fn ok() -> Json<Value> {
    Json(json!({"status": "OK"}))
}

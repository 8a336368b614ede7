//! The server's configuration: only the settings of the plugin.

use axum::extract::State;
use axum::routing::{get, put};
use axum::{Json, Router};
use peer::{PluginState, Server};
use serde_json::{Map, Value, json};

use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/config", get(read)).route("/config/patch", put(patch))
}

async fn read(State(app): State<App>, session: Session) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    Ok(Json(config(&app)))
}

/// Replaces the settings of all plugins, as the server does.
async fn patch(State(app): State<App>, session: Session, Body(patch): Body<Value>) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    if let Some(plugins) = patch["PluginSettings"]["Plugins"].as_object().filter(|plugins| !plugins.is_empty()) {
        let settings = plugins.get(&app.server.manifest().id).and_then(Value::as_object);
        app.server.set_config(unmasked(settings.cloned().unwrap_or_default(), &app.server.config())).await;
    }
    Ok(Json(config(&app)))
}

/// Stands where a secret is.
const MASK: &str = "********************************";

fn config(app: &App) -> Value {
    let id = &app.server.manifest().id;
    let enabled = app.server.state() != PluginState::NotRunning;
    let plugins = json!({
        "Enable": true,
        "Plugins": {id: masked(&app.server)},
        "PluginStates": {id: {"Enable": enabled}},
    });
    json!({"ServiceSettings": {"SiteURL": &*app.url}, "PluginSettings": plugins})
}

/// New settings, in which a masked value stands for the saved one.
fn unmasked(mut settings: Map<String, Value>, saved: &Map<String, Value>) -> Map<String, Value> {
    for (key, value) in settings.iter_mut().filter(|(_, value)| **value == MASK) {
        *value = saved.get(key).cloned().unwrap_or_default();
    }
    settings
}

/// The saved settings, as far as they may leave the server.
fn masked(server: &Server) -> Map<String, Value> {
    let schema = &server.manifest().settings_schema.settings;
    let is_secret = |key: &str| schema.iter().any(|setting| setting.secret && setting.key.eq_ignore_ascii_case(key));
    let mut settings = server.config();
    for (_, value) in settings.iter_mut().filter(|(key, _)| is_secret(key)) {
        *value = MASK.into();
    }
    settings
}

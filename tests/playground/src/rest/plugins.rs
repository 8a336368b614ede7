//! The plugin as administrators see it, and its part in the web client.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use peer::PluginState;
use serde_json::{Value, json};

use crate::App;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/plugins", get(list))
        .route("/plugins/statuses", get(statuses))
        .route("/plugins/webapp", get(webapp))
        .route("/plugins/{plugin_id}/enable", post(enable))
        .route("/plugins/{plugin_id}/disable", post(disable))
}

async fn list(State(app): State<App>, session: Session) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    let (mut active, mut inactive) = (Vec::new(), Vec::new());
    let list = if is_running(&app) { &mut active } else { &mut inactive };
    list.push(app.server.manifest().json.clone());
    Ok(Json(json!({"active": active, "inactive": inactive})))
}

async fn statuses(State(app): State<App>, session: Session) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    let manifest = app.server.manifest();
    Ok(Json(json!([{
        "plugin_id": manifest.id,
        "cluster_id": "",
        "plugin_path": &*app.bundle,
        "state": app.server.state() as u8,
        "error": "",
        "name": manifest.name,
        "description": manifest.json["description"],
        "version": manifest.version,
    }])))
}

async fn webapp(State(app): State<App>) -> Json<Value> {
    let manifest = app.server.manifest();
    let has_client = is_running(&app) && manifest.json["webapp"]["bundle_path"].is_string();
    let client = json!({
        "id": manifest.id,
        "name": manifest.name,
        "version": manifest.version,
        "webapp": {"bundle_path": format!("/static/plugins/{}/main.js", manifest.id)},
    });
    Json(if has_client { json!([client]) } else { json!([]) })
}

/// A start that fails is told at once; Mattermost answers OK and shows it in the statuses.
async fn enable(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    known(&app, &id)?;
    app.server.activate().await.map_err(|error| {
        peer::app_error_with("EnablePlugin", "app.plugin.activate.app_error", 500, error.to_string())
    })?;
    Ok(super::ok())
}

async fn disable(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    known(&app, &id)?;
    app.server.deactivate().await;
    Ok(super::ok())
}

fn known(app: &App, id: &str) -> Result<(), Refusal> {
    if id == app.server.manifest().id { Ok(()) } else { Err(Refusal::no_plugin()) }
}

fn is_running(app: &App) -> bool {
    app.server.state() == PluginState::Running
}

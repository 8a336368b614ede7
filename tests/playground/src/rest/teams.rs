//! Teams. Everybody in the playground is a member of each.

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use peer::model::{Channel, Team};

use crate::App;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/teams", get(list))
        .route("/teams/name/{name}", get(one))
        .route("/teams/{team_id}", get(one))
        .route("/teams/{team_id}/channels", get(channels))
        .route("/teams/{team_id}/channels/name/{name}", get(channel_by_name))
}

async fn list(State(app): State<App>, _: Session) -> Json<Vec<Team>> {
    Json(app.server.teams())
}

async fn one(State(app): State<App>, _: Session, Path(which): Path<String>) -> Result<Json<Team>, Refusal> {
    Ok(Json(app.server.team(&which)?))
}

async fn channels(
    State(app): State<App>,
    _: Session,
    Path(team_id): Path<String>,
) -> Result<Json<Vec<Channel>>, Refusal> {
    let team = app.server.team(&team_id)?;
    let mut channels = app.server.channels();
    channels.retain(|channel| channel.team_id == team.id && channel.kind == "O");
    Ok(Json(channels))
}

async fn channel_by_name(
    State(app): State<App>,
    _: Session,
    Path((team_id, name)): Path<(String, String)>,
) -> Result<Json<Channel>, Refusal> {
    let mut channels = app.server.channels().into_iter();
    let found = channels.find(|channel| channel.team_id == team_id && channel.name == name);
    let missing = || peer::app_error("GetChannelByName", "app.channel.get_by_name.missing.app_error", 404);
    Ok(Json(found.ok_or_else(missing)?))
}

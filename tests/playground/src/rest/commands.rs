//! Slash commands.

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use peer::model::{AutocompleteSuggestion, Command, CommandResponse};
use serde::Deserialize;

use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/commands/execute", post(execute))
        .route("/teams/{team_id}/commands/autocomplete", get(list))
        .route("/teams/{team_id}/commands/autocomplete_suggestions", get(suggestions))
}

#[derive(Deserialize)]
struct Typed {
    command: String,
    channel_id: String,
    #[serde(default)]
    root_id: String,
}

#[derive(Deserialize)]
struct Typing {
    user_input: String,
    #[serde(default)]
    channel_id: String,
    #[serde(default)]
    root_id: String,
}

async fn execute(
    State(app): State<App>,
    session: Session,
    Body(typed): Body<Typed>,
) -> Result<Json<CommandResponse>, Refusal> {
    let Typed { command, channel_id, root_id } = typed;
    let outcome = app.server.command_in_thread(&session.user.id, &channel_id, &root_id, &command).await?;
    Ok(Json(outcome.response))
}

async fn list(State(app): State<App>, _: Session, Path(team_id): Path<String>) -> Result<Json<Vec<Command>>, Refusal> {
    let team = app.server.team(&team_id)?;
    let mut commands = app.server.commands();
    commands.retain(|command| command.auto_complete && (command.team_id.is_empty() || command.team_id == team.id));
    Ok(Json(commands))
}

async fn suggestions(
    State(app): State<App>,
    session: Session,
    Path(team_id): Path<String>,
    Query(typing): Query<Typing>,
) -> Result<Json<Vec<AutocompleteSuggestion>>, Refusal> {
    let team = app.server.team(&team_id)?;
    let Typing { user_input, channel_id, root_id } = typing;
    Ok(Json(app.server.autocomplete_in(&session.user.id, &team.id, &channel_id, &root_id, &user_input).await))
}

//! People.

use axum::extract::{Path, State};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use peer::model::{Channel, Team, User};
use serde::Deserialize;

use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/users", get(list))
        .route("/users/ids", post(by_ids))
        .route("/users/username/{name}", get(by_name))
        .route("/users/{user_id}", get(by_id))
        .route("/users/{user_id}/patch", put(patch))
        .route("/users/{user_id}/teams", get(teams))
        .route("/users/{user_id}/teams/{team_id}/channels", get(channels))
}

async fn list(State(app): State<App>, _: Session) -> Json<Vec<User>> {
    Json(app.server.users())
}

async fn by_ids(State(app): State<App>, _: Session, Body(ids): Body<Vec<String>>) -> Json<Vec<User>> {
    let mut users = app.server.users();
    users.retain(|user| ids.contains(&user.id));
    Json(users)
}

async fn by_name(State(app): State<App>, _: Session, Path(name): Path<String>) -> Result<Json<User>, Refusal> {
    Ok(Json(app.server.user(&name)?))
}

async fn by_id(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<User>, Refusal> {
    Ok(Json(meant(&app, &session, &id)?))
}

/// What somebody may say of themselves.
#[derive(Deserialize)]
struct Patch {
    locale: String,
}

async fn patch(
    State(app): State<App>,
    session: Session,
    Path(id): Path<String>,
    Body(patch): Body<Patch>,
) -> Result<Json<User>, Refusal> {
    let user = only_oneself(&app, &session, &id)?;
    Ok(Json(app.server.set_locale(&user.id, &patch.locale)?))
}

async fn teams(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Vec<Team>>, Refusal> {
    only_oneself(&app, &session, &id)?;
    Ok(Json(app.server.teams()))
}

async fn channels(
    State(app): State<App>,
    session: Session,
    Path((id, team_id)): Path<(String, String)>,
) -> Result<Json<Vec<Channel>>, Refusal> {
    let user = only_oneself(&app, &session, &id)?;
    let mut channels = app.server.channels_of(&user.id);
    channels.retain(|channel| channel.team_id == team_id || channel.team_id.is_empty());
    channels.sort_by(|one, other| one.display_name.cmp(&other.display_name));
    Ok(Json(channels))
}

/// The user of an id; `me` is who asks.
fn meant(app: &App, session: &Session, id: &str) -> Result<User, Refusal> {
    if id == "me" { Ok(session.user.clone()) } else { Ok(app.server.user(id)?) }
}

pub(super) fn only_oneself(app: &App, session: &Session, id: &str) -> Result<User, Refusal> {
    let user = meant(app, session, id)?;
    if user.id != session.user.id {
        session.admin()?;
    }
    Ok(user)
}

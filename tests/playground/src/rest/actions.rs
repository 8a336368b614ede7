//! Pressed buttons, chosen menu entries and submitted dialogs.

use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use peer::model::{SubmitDialogRequest, SubmitDialogResponse};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/posts/{post_id}/actions/{action_id}", post(press))
        .route("/actions/dialogs/submit", post(submit))
}

#[derive(Deserialize)]
struct Pressed {
    #[serde(default)]
    selected_option: String,
}

async fn press(
    State(app): State<App>,
    session: Session,
    Path((post_id, action_id)): Path<(String, String)>,
    Body(pressed): Body<Pressed>,
) -> Result<Json<Value>, Refusal> {
    let trigger_id = app.server.press(&session.user.id, &post_id, &action_id, &pressed.selected_option).await?;
    Ok(Json(json!({"status": "OK", "trigger_id": trigger_id})))
}

async fn submit(
    State(app): State<App>,
    session: Session,
    Body(submission): Body<SubmitDialogRequest>,
) -> Result<Json<SubmitDialogResponse>, Refusal> {
    Ok(Json(app.server.submit_dialog(&session.user.id, submission).await?))
}

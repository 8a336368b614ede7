//! Files: uploads of one file as the body, and what was uploaded.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use peer::Scope;
use peer::model::FileInfo;
use serde::Deserialize;
use serde_json::{Value, json};

use super::channels::readable;
use crate::App;
use crate::refusal::Refusal;
use crate::session::Session;

/// `FileSettings.MaxFileSize` where nobody has set it.
const FILE_BYTES_MAX: usize = 100 << 20;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/files", post(upload).layer(DefaultBodyLimit::max(FILE_BYTES_MAX)))
        .route("/files/{file_id}", get(content))
        .route("/files/{file_id}/info", get(info))
}

#[derive(Deserialize)]
struct Upload {
    channel_id: String,
    filename: String,
}

async fn upload(
    State(app): State<App>,
    session: Session,
    Query(upload): Query<Upload>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let Upload { channel_id, filename } = upload;
    if !app.server.may(&session.user.id, "upload_file", Scope::Channel(&channel_id)) {
        return Err(Refusal::no_permission());
    }
    let uploaded = app.server.upload_file(&session.user.id, &channel_id, &filename, body.into())?;
    Ok((StatusCode::CREATED, Json(json!({"file_infos": [uploaded], "client_ids": []}))))
}

async fn content(
    State(app): State<App>,
    session: Session,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Refusal> {
    let (info, data) = app.server.file(&id)?;
    readable(&app, &session, &info.channel_id)?;
    Ok(([(CONTENT_TYPE, info.mime_type)], data))
}

async fn info(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<FileInfo>, Refusal> {
    let (info, _) = app.server.file(&id)?;
    readable(&app, &session, &info.channel_id)?;
    Ok(Json(info))
}

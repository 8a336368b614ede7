//! Single posts and threads.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use peer::model::{Post, PostList};
use serde::Deserialize;
use serde_json::Value;

use super::channels::{post_list, readable};
use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/posts", post(create))
        .route("/posts/{post_id}", get(one).put(edit).delete(remove))
        .route("/posts/{post_id}/patch", put(edit))
        .route("/posts/{post_id}/thread", get(thread))
}

/// What a client may say of a new post.
#[derive(Deserialize)]
struct NewPost {
    channel_id: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    root_id: String,
    #[serde(default)]
    props: serde_json::Map<String, Value>,
    #[serde(default)]
    file_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Edit {
    message: String,
}

async fn create(
    State(app): State<App>,
    session: Session,
    Body(new): Body<NewPost>,
) -> Result<(StatusCode, Json<Post>), Refusal> {
    let post = Post {
        channel_id: new.channel_id,
        message: new.message,
        root_id: new.root_id,
        props: new.props.into(),
        file_ids: new.file_ids,
        ..Post::default()
    };
    let created = app.server.create_post(&session.user.id, post).await?;
    Ok((StatusCode::CREATED, Json(peer::client_view(&created))))
}

async fn one(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Post>, Refusal> {
    let post = app.server.post_by_id(&id)?;
    readable(&app, &session, &post.channel_id)?;
    Ok(Json(peer::client_view(&post)))
}

async fn edit(
    State(app): State<App>,
    session: Session,
    Path(id): Path<String>,
    Body(edit): Body<Edit>,
) -> Result<Json<Post>, Refusal> {
    let edited = app.server.edit_post(&session.user.id, &id, &edit.message).await?;
    Ok(Json(peer::client_view(&edited)))
}

async fn remove(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    app.server.delete_post(&session.user.id, &id)?;
    Ok(super::ok())
}

async fn thread(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<PostList>, Refusal> {
    let post = app.server.post_by_id(&id)?;
    readable(&app, &session, &post.channel_id)?;
    Ok(Json(post_list(&app.server.thread(&id))))
}

//! Channels and the posts in them.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use peer::Scope;
use peer::model::{Channel, Post, PostList, User};
use serde::Deserialize;

use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/channels/direct", post(direct))
        .route("/channels/{channel_id}", get(one))
        .route("/channels/{channel_id}/members", get(members))
        .route("/channels/{channel_id}/posts", get(posts))
}

/// Posts of a page when the client does not say.
const PER_PAGE_DEFAULT: usize = 60;
/// The server gives no longer pages.
const PER_PAGE_MAX: usize = 200;

#[derive(Deserialize)]
struct Range {
    #[serde(default)]
    page: usize,
    per_page: Option<usize>,
    /// Milliseconds since 1970: posts that changed later, without paging.
    #[serde(default)]
    since: i64,
}

async fn one(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Channel>, Refusal> {
    readable(&app, &session, &id).map(Json)
}

async fn direct(
    State(app): State<App>,
    session: Session,
    Body([one, other]): Body<[String; 2]>,
) -> Result<(StatusCode, Json<Channel>), Refusal> {
    if ![&one, &other].contains(&&session.user.id) {
        session.admin()?;
    }
    Ok((StatusCode::CREATED, Json(app.server.direct_channel(&one, &other)?)))
}

async fn members(State(app): State<App>, session: Session, Path(id): Path<String>) -> Result<Json<Vec<User>>, Refusal> {
    let channel = readable(&app, &session, &id)?;
    Ok(Json(app.server.members(&channel.id)))
}

async fn posts(
    State(app): State<App>,
    session: Session,
    Path(id): Path<String>,
    Query(range): Query<Range>,
) -> Result<Json<PostList>, Refusal> {
    let channel = readable(&app, &session, &id)?;
    let mut posts = app.server.posts(&channel.id);
    posts.reverse();
    if range.since > 0 {
        posts.retain(|post| post.update_at > range.since);
        return Ok(Json(post_list(&posts)));
    }
    let per_page = range.per_page.unwrap_or(PER_PAGE_DEFAULT).clamp(1, PER_PAGE_MAX);
    let start = range.page.saturating_mul(per_page).min(posts.len());
    let end = start.saturating_add(per_page).min(posts.len());
    let id_at = |index: Option<usize>| index.and_then(|index| posts.get(index)).map(|post| post.id.clone());
    Ok(Json(PostList {
        next_post_id: id_at(start.checked_sub(1)).unwrap_or_default(),
        prev_post_id: id_at(Some(end)).unwrap_or_default(),
        ..post_list(&posts[start..end])
    }))
}

/// Posts in this order, as clients see them.
pub(super) fn post_list(posts: &[Post]) -> PostList {
    PostList {
        order: posts.iter().map(|post| post.id.clone()).collect(),
        posts: posts.iter().map(|post| (post.id.clone(), peer::client_view(post))).collect(),
        ..PostList::default()
    }
}

/// The channel if the person may read it.
pub(super) fn readable(app: &App, session: &Session, channel_id: &str) -> Result<Channel, Refusal> {
    let channel = app.server.channel(channel_id)?;
    let reads = app.server.may(&session.user.id, "read_channel_content", Scope::Channel(&channel.id));
    if reads { Ok(channel) } else { Err(Refusal::no_permission()) }
}

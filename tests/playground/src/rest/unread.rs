//! What somebody has not seen of a channel, and how often they are called there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use peer::model::Post;
use serde::Deserialize;
use serde_json::{Value, json};

use super::channels::readable;
use super::{ok, users};
use crate::App;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::session::Session;

/// What calls everybody.
const EVERYBODY: [&str; 3] = ["all", "channel", "here"];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/channels/members/{user_id}/view", post(view))
        .route("/users/{user_id}/channels/{channel_id}/unread", get(unread))
}

/// Until when each person has seen a channel, in milliseconds since 1970.
#[derive(Clone, Debug, Default)]
pub(crate) struct Views {
    seen: Arc<Mutex<HashMap<(String, String), i64>>>,
}

impl Views {
    fn see(&self, user_id: &str, channel_id: &str, until: i64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert((user_id.to_owned(), channel_id.to_owned()), until);
    }

    fn of(&self, user_id: &str, channel_id: &str) -> i64 {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(&(user_id.to_owned(), channel_id.to_owned())).copied().unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Viewed {
    channel_id: String,
}

async fn view(
    State(app): State<App>,
    session: Session,
    Path(id): Path<String>,
    Body(viewed): Body<Viewed>,
) -> Result<Json<Value>, Refusal> {
    users::only_oneself(&app, &session, &id)?;
    let channel = readable(&app, &session, &viewed.channel_id)?;
    let last = app.server.posts(&channel.id).last().map_or(0, |post| post.create_at);
    app.views.see(&session.user.id, &channel.id, last);
    Ok(ok())
}

async fn unread(
    State(app): State<App>,
    session: Session,
    Path((id, channel_id)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    users::only_oneself(&app, &session, &id)?;
    let (user, channel) = (&session.user, readable(&app, &session, &channel_id)?);
    let seen = app.views.of(&user.id, &channel.id);
    let mut unread = app.server.posts(&channel.id);
    unread.retain(|post| post.create_at > seen);
    let mentions = unread.iter().filter(|post| post.user_id != user.id && calls(post, &user.username)).count();
    Ok(Json(json!({
        "team_id": channel.team_id, "channel_id": channel.id, "msg_count": unread.len(), "mention_count": mentions,
    })))
}

/// Whether the post says the name of somebody, or of everybody: in its message, and in the pretext, the text and the values of
/// its attachments, where the server looks too.
fn calls(post: &Post, username: &str) -> bool {
    let attachments = post.props.attachments.iter().flat_map(|attachment| {
        let values = attachment.fields.iter().filter_map(|field| field.value.0.as_str());
        [attachment.pretext.as_str(), attachment.text.as_str()].into_iter().chain(values)
    });
    std::iter::once(post.message.as_str()).chain(attachments).any(|text| says(text, username))
}

fn says(text: &str, username: &str) -> bool {
    let is_of_name = |rune: char| rune.is_ascii_alphanumeric() || "._-".contains(rune);
    text.split('@').skip(1).any(|after| {
        let end = after.find(|rune| !is_of_name(rune)).unwrap_or(after.len());
        let name = after[..end].trim_end_matches(['.', '-', '_']).to_lowercase();
        name == username || EVERYBODY.contains(&name.as_str())
    })
}

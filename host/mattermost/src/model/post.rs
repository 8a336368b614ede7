//! Posts, their metadata and lists of them.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::file::FileInfo;
use super::json::{Json, or_default};
use super::props::Props;
use super::reaction::{Emoji, Reaction};
use super::user::User;

/// A message.
///
/// Times are milliseconds since 1970; 0 means never. `metadata` is never set in posts that come over the plugin RPC.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Post {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    /// 0 unless edited.
    pub edit_at: i64,
    pub delete_at: i64,
    pub is_pinned: bool,
    pub user_id: String,
    pub channel_id: String,
    /// The first post of the thread; empty outside a thread.
    pub root_id: String,
    pub original_id: String,
    /// Markdown, at most 16,383 runes.
    pub message: String,
    pub message_source: String,
    /// Empty for an ordinary message, `system_…` or `custom_…` else.
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(deserialize_with = "or_default")]
    pub props: Props,
    pub hashtags: String,
    #[serde(skip)]
    pub filenames: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub file_ids: Vec<String>,
    pub pending_post_id: String,
    pub has_reactions: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    pub reply_count: i64,
    pub last_reply_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub participants: Vec<User>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PostMetadata>,
}

/// Posts by id and the order in which to show them, newest first.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostList {
    #[serde(deserialize_with = "or_default")]
    pub order: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub posts: BTreeMap<String, Post>,
    pub next_post_id: String,
    pub prev_post_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_next: Option<bool>,
    pub first_inaccessible_post_time: i64,
    #[serde(skip)]
    pub burn_on_read_posts: BTreeMap<String, Post>,
}

/// What the server adds to a post for its clients.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostMetadata {
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<PostEmbed>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub emojis: Vec<Emoji>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileInfo>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, PostImage>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<PostPriority>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<PostAcknowledgement>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, PostTranslation>,
    pub expire_at: i64,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
}

/// A preview of something that the message links to.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostEmbed {
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    #[gob(rename = "URL")]
    pub url: String,
    #[serde(skip_serializing_if = "Json::is_empty")]
    pub data: Json,
}

/// Measures of an image that the message shows, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostImage {
    pub width: i64,
    pub height: i64,
    pub format: String,
    pub frame_count: i64,
}

/// How urgent a post is.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostPriority {
    pub priority: Option<String>,
    pub requested_ack: Option<bool>,
    pub persistent_notifications: Option<bool>,
    #[serde(rename = "PostId")]
    pub post_id: String,
    #[serde(rename = "ChannelId")]
    pub channel_id: String,
}

/// Somebody has read an urgent post.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostAcknowledgement {
    pub user_id: String,
    pub post_id: String,
    pub acknowledged_at: i64,
    pub channel_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
}

/// The message in another language.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostTranslation {
    pub text: String,
    /// A JSON document.
    #[serde(skip)]
    pub object: Vec<u8>,
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    pub state: String,
    pub source_lang: String,
}

//! Reactions and custom emojis.

use gob::Gob;
use serde::{Deserialize, Serialize};

/// An emoji that somebody has put below a post.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Reaction {
    pub user_id: String,
    pub post_id: String,
    pub emoji_name: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub remote_id: Option<String>,
    pub channel_id: String,
}

/// A custom emoji.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Emoji {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: String,
    pub name: String,
}

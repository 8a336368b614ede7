//! Files and uploads.

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::or_default;

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct FileInfo {
    pub id: String,
    #[serde(rename = "user_id")]
    pub creator_id: String,
    pub post_id: String,
    pub channel_id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    #[serde(skip)]
    pub path: String,
    #[serde(skip)]
    pub thumbnail_path: String,
    #[serde(skip)]
    pub preview_path: String,
    pub name: String,
    pub extension: String,
    /// Bytes.
    pub size: i64,
    pub mime_type: String,
    pub width: i64,
    pub height: i64,
    pub has_preview_image: bool,
    #[serde(skip)]
    pub mini_preview: Option<Vec<u8>>,
    #[serde(skip)]
    pub content: String,
    pub remote_id: Option<String>,
    pub archived: bool,
}

/// A file with its content.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct FileData {
    pub filename: String,
    pub body: Vec<u8>,
}

/// Which files `GetFileInfos` returns.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct GetFileInfosOptions {
    #[serde(deserialize_with = "or_default")]
    pub user_ids: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub channel_ids: Vec<String>,
    pub since: i64,
    pub include_deleted: bool,
    pub sort_by: String,
    pub sort_descending: bool,
}

/// An upload in several pieces.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct UploadSession {
    pub id: String,
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    pub create_at: i64,
    pub user_id: String,
    pub channel_id: String,
    pub filename: String,
    #[serde(skip)]
    pub path: String,
    pub file_size: i64,
    pub file_offset: i64,
    pub remote_id: String,
    pub req_file_id: String,
}

//! Searches for posts.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::or_default;
use super::post::PostList;

/// One parsed search, as `SearchPostsInTeam` takes it.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SearchParams {
    pub terms: String,
    pub excluded_terms: String,
    #[serde(rename = "ishashtag")]
    pub is_hashtag: bool,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub in_channels: Vec<String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub excluded_channels: Vec<String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub from_users: Vec<String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub excluded_users: Vec<String>,
    pub after_date: String,
    pub excluded_after_date: String,
    pub before_date: String,
    pub excluded_before_date: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub excluded_extensions: Vec<String>,
    pub on_date: String,
    pub excluded_date: String,
    pub or_terms: bool,
    pub include_deleted_channels: bool,
    #[serde(rename = "timezone_offset")]
    pub time_zone_offset: i64,
    pub search_without_user_id: bool,
    pub modifier: String,
}

/// A search as the user types it.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SearchParameter {
    pub terms: Option<String>,
    pub is_or_search: Option<bool>,
    pub time_zone_offset: Option<i64>,
    pub page: Option<i64>,
    pub per_page: Option<i64>,
    pub include_deleted_channels: Option<bool>,
}

/// Posts found, and the words that matched in each.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostSearchResults {
    #[serde(flatten)]
    pub post_list: Option<PostList>,
    #[serde(deserialize_with = "or_default")]
    pub matches: BTreeMap<String, Vec<String>>,
}

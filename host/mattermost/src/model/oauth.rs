//! OAuth applications registered with the server.

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::or_default;

/// An OAuth application.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[gob(rename = "OAuthApp")]
#[serde(default)]
pub struct OauthApp {
    pub id: String,
    pub creator_id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub client_secret: String,
    pub name: String,
    pub description: String,
    #[gob(rename = "IconURL")]
    pub icon_url: String,
    #[serde(deserialize_with = "or_default")]
    pub callback_urls: Vec<String>,
    pub homepage: String,
    pub is_trusted: bool,
    #[gob(rename = "MattermostAppID")]
    pub mattermost_app_id: String,
    pub is_dynamically_registered: bool,
}

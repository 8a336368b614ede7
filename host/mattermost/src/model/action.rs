//! The JSON that a pressed button or menu exchanges with the plugin.

use serde::{Deserialize, Serialize};

use super::json::{JsonMap, or_default};

/// The body of the POST that a pressed button sends.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionIntegrationRequest {
    pub user_id: String,
    pub user_name: String,
    pub channel_id: String,
    pub channel_name: String,
    /// Empty in direct messages.
    pub team_id: String,
    #[serde(rename = "team_domain")]
    pub team_name: String,
    pub post_id: String,
    pub trigger_id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub data_source: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "JsonMap::is_empty")]
    pub context: JsonMap,
}

/// The answer to a pressed button. An empty body is an answer too.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionIntegrationResponse {
    /// A post that replaces the old one. If its `props` are null or absent, the old ones and their buttons stay.
    pub update: Option<JsonMap>,
    pub ephemeral_text: String,
    pub skip_slack_parsing: bool,
}

/// The body of `POST /api/v4/posts/{post_id}/actions/{action_id}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct DoPostActionRequest {
    pub selected_option: String,
    pub cookie: String,
}

/// The answer to [`DoPostActionRequest`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionApiResponse {
    pub status: String,
    pub trigger_id: String,
}

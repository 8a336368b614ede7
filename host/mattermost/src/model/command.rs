//! Slash commands: registration, call and answer.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::attachment::MessageAttachment;
use super::autocomplete::AutocompleteData;
use super::json::or_default;
use super::props::Props;

/// A slash command.
///
/// Of one registered by a plugin the server uses `trigger`, `team_id`, the `auto_complete…` fields, `display_name`, `autocomplete_data` and `autocomplete_icon_data`.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Command {
    pub id: String,
    pub token: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: String,
    pub team_id: String,
    pub trigger: String,
    pub method: String,
    pub username: String,
    #[gob(rename = "IconURL")]
    pub icon_url: String,
    pub auto_complete: bool,
    pub auto_complete_desc: String,
    pub auto_complete_hint: String,
    pub display_name: String,
    pub description: String,
    #[gob(rename = "URL")]
    pub url: String,
    pub plugin_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autocomplete_data: Option<AutocompleteData>,
    pub autocomplete_icon_data: String,
}

/// One call of a slash command.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct CommandArgs {
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub root_id: String,
    pub parent_id: String,
    /// Opens a dialog within the next 30 s.
    pub trigger_id: String,
    /// The whole text, the leading `/trigger` included.
    pub command: String,
    #[gob(rename = "SiteURL")]
    #[serde(skip)]
    pub site_url: String,
    /// Names mentioned in the text, without `@`, and their ids.
    #[serde(skip)]
    pub user_mentions: BTreeMap<String, String>,
    /// Names mentioned in the text, without `~`, and their ids.
    #[serde(skip)]
    pub channel_mentions: BTreeMap<String, String>,
}

/// The answer to a slash command.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct CommandResponse {
    /// `ephemeral` or `in_channel`.
    pub response_type: String,
    pub text: String,
    pub username: String,
    pub channel_id: String,
    #[gob(rename = "IconURL")]
    pub icon_url: String,
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(deserialize_with = "or_default")]
    pub props: Props,
    /// Where the client goes next; empty to stay.
    pub goto_location: String,
    pub trigger_id: String,
    pub skip_slack_parsing: bool,
    #[serde(deserialize_with = "or_default")]
    pub attachments: Vec<MessageAttachment>,
    #[serde(deserialize_with = "or_default")]
    pub extra_responses: Vec<CommandResponse>,
}

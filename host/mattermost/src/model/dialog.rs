//! Modal forms and the JSON of their submission.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::attachment::PostActionOptions;
use super::json::{JsonMap, or_default};

/// Opens a modal form.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct OpenDialogRequest {
    pub trigger_id: String,
    #[gob(rename = "URL")]
    pub url: String,
    pub dialog: Dialog,
}

/// A modal form.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Dialog {
    pub callback_id: String,
    pub title: String,
    pub introduction_text: String,
    #[gob(rename = "IconURL")]
    pub icon_url: String,
    #[serde(deserialize_with = "or_default")]
    pub elements: Vec<DialogElement>,
    pub submit_label: String,
    pub notify_on_cancel: bool,
    /// Comes back with the submission; the client can read it.
    pub state: String,
    #[gob(rename = "SourceURL")]
    pub source_url: String,
}

/// One entry of a modal form.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct DialogElement {
    pub display_name: String,
    pub name: String,
    /// `text`, `textarea`, `select`, `bool`, `radio`; since 11 `date` and `datetime`.
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "subtype")]
    pub sub_type: String,
    pub default: String,
    pub placeholder: String,
    pub help_text: String,
    pub optional: bool,
    pub min_length: i64,
    pub max_length: i64,
    pub data_source: String,
    #[gob(rename = "DataSourceURL")]
    pub data_source_url: String,
    #[serde(deserialize_with = "or_default")]
    pub options: Vec<PostActionOptions>,
    #[serde(rename = "multiselect")]
    pub multi_select: bool,
    pub refresh: bool,
    #[serde(rename = "datetime_config", skip_serializing_if = "Option::is_none")]
    pub date_time_config: Option<DialogDateTimeConfig>,
    pub min_date: String,
    pub max_date: String,
    pub time_interval: i64,
}

/// How an element of kind `datetime` behaves.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct DialogDateTimeConfig {
    pub time_interval: i64,
    pub location_timezone: String,
    pub allow_manual_time_entry: bool,
}

/// The body of the POST that a submitted form sends.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct SubmitDialogRequest {
    #[serde(rename = "type")]
    pub kind: String,
    pub url: String,
    pub callback_id: String,
    pub state: String,
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    #[serde(deserialize_with = "or_default")]
    pub submission: JsonMap,
    pub cancelled: bool,
}

/// The answer to a submitted form. An empty body accepts it; errors keep it open.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct SubmitDialogResponse {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub error: String,
    /// Message by name of the element.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, String>,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Dialog>,
}

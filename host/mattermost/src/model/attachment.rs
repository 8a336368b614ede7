//! Message attachments ("Slack attachments") with their buttons and menus.

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::{Json, JsonMap, or_default};

/// A framed block below a message; registered with gob as `[]*model.SlackAttachment`.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct MessageAttachment {
    pub id: i64,
    pub fallback: String,
    /// `#rrggbb`, `good`, `warning` or `danger`.
    pub color: String,
    pub pretext: String,
    pub author_name: String,
    pub author_link: String,
    pub author_icon: String,
    pub title: String,
    pub title_link: String,
    pub text: String,
    #[serde(deserialize_with = "or_default")]
    pub fields: Vec<MessageAttachmentField>,
    #[gob(rename = "ImageURL")]
    pub image_url: String,
    #[gob(rename = "ThumbURL")]
    pub thumb_url: String,
    pub footer: String,
    pub footer_icon: String,
    /// A string or a number of seconds.
    #[serde(rename = "ts")]
    pub timestamp: Json,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<PostAction>,
}

/// A titled value; two short ones stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct MessageAttachmentField {
    pub title: String,
    pub value: Json,
    pub short: bool,
}

/// A button or a menu.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostAction {
    /// `[A-Za-z0-9]+`; empty lets the server choose.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// `button` or `select`.
    #[gob(rename = "Type")]
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tooltip: String,
    pub disabled: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub style: String,
    /// Of a menu: `users`, `channels` or empty (then `options`).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub data_source: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<PostActionOptions>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub default_option: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration: Option<PostActionIntegration>,
    /// Encrypted state that clients send back for ephemeral posts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cookie: String,
}

/// One choice of a menu or of a dialog element.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionOptions {
    pub text: String,
    pub value: String,
}

/// Where a pressed button is sent, and what comes back with it.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionIntegration {
    /// `/plugins/<id>/<path>` or an absolute address.
    #[gob(rename = "URL")]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "JsonMap::is_empty")]
    pub context: JsonMap,
}

//! Push and mail notifications.

use gob::Gob;
use serde::{Deserialize, Serialize};

/// A notification to a mobile device.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PushNotification {
    pub ack_id: String,
    pub platform: String,
    pub server_id: String,
    pub device_id: String,
    pub post_id: String,
    pub category: String,
    pub sound: String,
    pub message: String,
    pub badge: i64,
    #[serde(rename = "cont_ava")]
    pub content_available: i64,
    pub team_id: String,
    pub channel_id: String,
    pub root_id: String,
    pub channel_name: String,
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    pub sub_type: String,
    pub sender_id: String,
    pub sender_name: String,
    pub override_username: String,
    #[gob(rename = "OverrideIconURL")]
    pub override_icon_url: String,
    pub from_webhook: String,
    pub version: String,
    #[gob(rename = "IsCRTEnabled")]
    pub is_crt_enabled: bool,
    pub is_id_loaded: bool,
    #[serde(skip)]
    pub post_type: String,
    #[serde(skip)]
    pub channel_type: String,
    pub signature: String,
}

/// A notification by mail about a post.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct EmailNotification {
    pub post_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub sender_id: String,
    pub sender_display_name: String,
    pub recipient_id: String,
    pub root_id: String,
    pub channel_type: String,
    pub channel_name: String,
    pub team_name: String,
    pub sender_username: String,
    pub is_direct_message: bool,
    pub is_group_message: bool,
    pub is_thread_reply: bool,
    #[gob(rename = "IsCRTEnabled")]
    pub is_crt_enabled: bool,
    pub use_military_time: bool,
    #[serde(flatten)]
    pub email_notification_content: EmailNotificationContent,
}

/// The words of a mail.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct EmailNotificationContent {
    pub subject: String,
    pub title: String,
    #[serde(rename = "subtitle")]
    pub sub_title: String,
    #[gob(rename = "MessageHTML")]
    pub message_html: String,
    pub message_text: String,
    pub button_text: String,
    #[gob(rename = "ButtonURL")]
    pub button_url: String,
    pub footer_text: String,
}

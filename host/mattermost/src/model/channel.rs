//! Channels and their members.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::{JsonMap, or_default};

/// A channel, direct message or group message.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Channel {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub team_id: String,
    /// `O` open, `P` private, `D` direct, `G` group.
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    pub display_name: String,
    pub name: String,
    pub header: String,
    pub purpose: String,
    pub last_post_at: i64,
    pub total_msg_count: i64,
    pub extra_update_at: i64,
    pub creator_id: String,
    pub scheme_id: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub props: JsonMap,
    pub group_constrained: Option<bool>,
    #[serde(rename = "autotranslation")]
    pub auto_translation: bool,
    pub shared: Option<bool>,
    pub total_msg_count_root: i64,
    #[gob(rename = "PolicyID")]
    pub policy_id: Option<String>,
    pub last_root_post_at: i64,
    pub banner_info: Option<ChannelBannerInfo>,
    pub policy_enforced: bool,
    pub policy_is_active: bool,
    pub default_category_name: String,
}

/// The banner above the posts of a channel.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelBannerInfo {
    pub enabled: Option<bool>,
    pub text: Option<String>,
    pub background_color: Option<String>,
}

/// The membership of a user in a channel.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelMember {
    pub channel_id: String,
    pub user_id: String,
    pub roles: String,
    pub last_viewed_at: i64,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    #[serde(deserialize_with = "or_default")]
    pub notify_props: BTreeMap<String, String>,
    pub last_update_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
    #[serde(rename = "autotranslation_disabled")]
    pub auto_translation_disabled: bool,
}

/// Names a membership.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelMemberIdentifier {
    pub channel_id: String,
    pub user_id: String,
}

/// Counts of a channel.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelStats {
    pub channel_id: String,
    pub member_count: i64,
    pub guest_count: i64,
    #[serde(rename = "pinnedpost_count")]
    pub pinned_post_count: i64,
    pub files_count: i64,
}

//! What shared channels hand to the hooks of a plugin that relays them.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::or_default;
use super::post::{Post, PostAcknowledgement};
use super::reaction::Reaction;
use super::user::{User, UserStatus};

/// Changes of a shared channel.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SyncMsg {
    pub id: String,
    pub channel_id: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub users: BTreeMap<String, User>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Post>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<UserStatus>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub membership_changes: Vec<MembershipChangeMsg>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<PostAcknowledgement>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub mention_transforms: BTreeMap<String, String>,
}

/// How far the changes were taken over.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SyncResponse {
    pub users_last_update_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub user_errors: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub users_syncd: Vec<String>,
    pub posts_last_update_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub post_errors: Vec<String>,
    pub reactions_last_update_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub reaction_errors: Vec<String>,
    pub acknowledgements_last_update_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub acknowledgement_errors: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub status_errors: Vec<String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub membership_errors: Vec<String>,
}

/// Somebody joined or left a shared channel.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct MembershipChangeMsg {
    pub channel_id: String,
    pub user_id: String,
    pub is_add: bool,
    pub remote_id: String,
    pub change_time: i64,
}

/// The other end of a shared channel.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct RemoteCluster {
    pub remote_id: String,
    pub remote_team_id: String,
    pub name: String,
    pub display_name: String,
    #[gob(rename = "SiteURL")]
    pub site_url: String,
    pub default_team_id: String,
    pub create_at: i64,
    pub delete_at: i64,
    pub last_ping_at: i64,
    pub last_global_user_sync_at: i64,
    pub token: String,
    pub remote_token: String,
    pub topics: String,
    pub creator_id: String,
    #[gob(rename = "PluginID")]
    pub plugin_id: String,
    pub options: u32,
}

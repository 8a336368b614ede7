//! People: accounts, presence, preferences and searches.

use std::collections::BTreeMap;

use gob::{Gob, Time};
use serde::{Deserialize, Serialize};

use super::json::or_default;

/// An account: a person or a bot.
///
/// `auth_data` and the like hold secrets in some hooks: log none of it.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct User {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub username: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_data: Option<String>,
    pub auth_service: String,
    pub email: String,
    pub email_verified: bool,
    pub nickname: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    /// Separated by spaces, such as `system_user system_admin`.
    pub roles: String,
    pub allow_marketing: bool,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub props: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub notify_props: BTreeMap<String, String>,
    pub last_password_update: i64,
    pub last_picture_update: i64,
    pub failed_attempts: i64,
    pub locale: String,
    #[serde(deserialize_with = "or_default")]
    pub timezone: BTreeMap<String, String>,
    pub mfa_active: bool,
    pub mfa_secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    pub last_activity_at: i64,
    pub is_bot: bool,
    pub bot_description: String,
    pub bot_last_icon_update: i64,
    pub terms_of_service_id: String,
    pub terms_of_service_create_at: i64,
    pub disable_welcome_email: bool,
    pub last_login: i64,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub mfa_used_timestamps: Vec<String>,
}

/// Which users `GetUsers` returns.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct UserGetOptions {
    pub in_team_id: String,
    pub not_in_team_id: String,
    pub in_channel_id: String,
    pub not_in_channel_id: String,
    pub in_group_id: String,
    pub not_in_group_id: String,
    pub group_constrained: bool,
    pub without_team: bool,
    pub inactive: bool,
    pub active: bool,
    pub role: String,
    pub roles: Vec<String>,
    pub channel_roles: Vec<String>,
    pub team_roles: Vec<String>,
    pub sort: String,
    pub view_restrictions: Option<ViewUsersRestrictions>,
    pub page: i64,
    pub per_page: i64,
    pub updated_after: i64,
}

/// Which users `SearchUsers` returns.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct UserSearch {
    pub term: String,
    pub team_id: String,
    pub not_in_team_id: String,
    pub in_channel_id: String,
    pub not_in_channel_id: String,
    pub in_group_id: String,
    pub group_constrained: bool,
    pub allow_inactive: bool,
    pub without_team: bool,
    pub limit: i64,
    pub role: String,
    #[serde(deserialize_with = "or_default")]
    pub roles: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub channel_roles: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub team_roles: Vec<String>,
    pub not_in_group_id: String,
}

/// Teams and channels outside of which users stay invisible.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct ViewUsersRestrictions {
    pub teams: Vec<String>,
    pub channels: Vec<String>,
}

/// How a user signs in.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct UserAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_data: Option<String>,
    pub auth_service: String,
}

/// A personal access token.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct UserAccessToken {
    pub id: String,
    /// Set only in the answer to its creation.
    pub token: String,
    pub user_id: String,
    pub description: String,
    pub is_active: bool,
}

/// Whether a user is there: `online`, `away`, `dnd` or `offline`.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[gob(rename = "Status")]
#[serde(default)]
pub struct UserStatus {
    pub user_id: String,
    pub status: String,
    pub manual: bool,
    pub last_activity_at: i64,
    pub active_channel: String,
    #[gob(rename = "DNDEndTime")]
    pub dnd_end_time: i64,
    #[serde(skip)]
    pub prev_status: String,
}

/// An emoji and a text that a user shows below the name.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct CustomStatus {
    pub emoji: String,
    pub text: String,
    pub duration: String,
    pub expires_at: Time,
}

/// One setting of one user.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Preference {
    pub user_id: String,
    pub category: String,
    pub name: String,
    pub value: String,
}

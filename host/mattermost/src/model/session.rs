//! Sign-in sessions.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::or_default;
use super::team::TeamMember;

/// A sign-in of a user.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Session {
    pub id: String,
    pub token: String,
    pub create_at: i64,
    /// 0 never.
    pub expires_at: i64,
    pub last_activity_at: i64,
    pub user_id: String,
    pub device_id: String,
    pub roles: String,
    #[gob(rename = "IsOAuth")]
    pub is_oauth: bool,
    pub expired_notify: bool,
    #[serde(deserialize_with = "or_default")]
    pub props: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_default")]
    pub team_members: Vec<TeamMember>,
    pub local: bool,
}

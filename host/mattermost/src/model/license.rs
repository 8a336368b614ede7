//! The server's licence and cloud limits.

use gob::Gob;
use serde::{Deserialize, Serialize};

/// The server's licence.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct License {
    pub id: String,
    pub issued_at: i64,
    pub starts_at: i64,
    pub expires_at: i64,
    pub customer: Option<Customer>,
    pub features: Option<Features>,
    pub sku_name: String,
    pub sku_short_name: String,
    pub is_trial: bool,
    pub is_gov_sku: bool,
    pub is_seat_count_enforced: bool,
    pub extra_users: Option<i64>,
    #[gob(rename = "SignupJWT")]
    pub signup_jwt: Option<String>,
    pub limits: Option<LicenseLimits>,
}

/// Who holds the licence.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Customer {
    pub id: String,
    pub name: String,
    pub email: String,
    pub company: String,
}

/// What the licence allows.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Features {
    pub users: Option<i64>,
    #[gob(rename = "LDAP")]
    pub ldap: Option<bool>,
    #[gob(rename = "LDAPGroups")]
    pub ldap_groups: Option<bool>,
    #[gob(rename = "MFA")]
    pub mfa: Option<bool>,
    #[gob(rename = "GoogleOAuth")]
    pub google_oauth: Option<bool>,
    #[gob(rename = "Office365OAuth")]
    pub office365_oauth: Option<bool>,
    #[serde(rename = "openid")]
    pub open_id: Option<bool>,
    pub compliance: Option<bool>,
    pub cluster: Option<bool>,
    pub metrics: Option<bool>,
    #[gob(rename = "MHPNS")]
    pub mhpns: Option<bool>,
    #[gob(rename = "SAML")]
    pub saml: Option<bool>,
    #[serde(rename = "elastic_search")]
    pub elasticsearch: Option<bool>,
    pub announcement: Option<bool>,
    pub theme_management: Option<bool>,
    pub email_notification_contents: Option<bool>,
    pub data_retention: Option<bool>,
    pub message_export: Option<bool>,
    pub custom_permissions_schemes: Option<bool>,
    pub custom_terms_of_service: Option<bool>,
    pub guest_accounts: Option<bool>,
    pub guest_accounts_permissions: Option<bool>,
    #[gob(rename = "IDLoadedPushNotifications")]
    #[serde(rename = "id_loaded")]
    pub id_loaded_push_notifications: Option<bool>,
    pub lock_teammate_name_display: Option<bool>,
    pub enterprise_plugins: Option<bool>,
    pub advanced_logging: Option<bool>,
    pub cloud: Option<bool>,
    pub shared_channels: Option<bool>,
    pub remote_cluster_service: Option<bool>,
    #[gob(rename = "OutgoingOAuthConnections")]
    pub outgoing_oauth_connections: Option<bool>,
    pub auto_translation: Option<bool>,
    pub future_features: Option<bool>,
}

/// Bounds that the licence sets.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct LicenseLimits {
    pub post_history: i64,
    pub board_cards: i64,
    pub playbook_runs: i64,
    #[serde(rename = "call_duration")]
    pub call_duration_seconds: i64,
    pub agents_prompts: i64,
    pub push_notifications: i64,
}

/// Bounds of a cloud installation.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ProductLimits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<FilesLimits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<MessagesLimits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teams: Option<TeamsLimits>,
}

/// Bounds on files, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct FilesLimits {
    pub total_storage: Option<i64>,
}

/// Bounds on messages.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct MessagesLimits {
    pub history: Option<i64>,
}

/// Bounds on teams.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct TeamsLimits {
    pub active: Option<i64>,
}

//! Records of the audit log.

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::{JsonMap, or_default};

/// One entry of the audit log.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct AuditRecord {
    pub event_name: String,
    pub status: String,
    #[serde(rename = "event")]
    pub event_data: AuditEventData,
    pub actor: AuditEventActor,
    #[serde(deserialize_with = "or_default")]
    pub meta: JsonMap,
    pub error: AuditEventError,
}

/// What the event was about.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct AuditEventData {
    #[serde(deserialize_with = "or_default")]
    pub parameters: JsonMap,
    #[serde(deserialize_with = "or_default")]
    pub prior_state: JsonMap,
    #[serde(rename = "resulting_state", deserialize_with = "or_default")]
    pub result_state: JsonMap,
    pub object_type: String,
}

/// Who caused the event.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct AuditEventActor {
    pub user_id: String,
    pub session_id: String,
    pub client: String,
    pub ip_address: String,
    pub x_forwarded_for: String,
}

/// Why the event failed.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct AuditEventError {
    pub description: String,
    #[serde(rename = "status_code")]
    pub code: i64,
}

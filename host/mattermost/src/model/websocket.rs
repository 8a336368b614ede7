//! Messages to and from connected clients.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::{JsonMap, or_default};
use super::session::Session;

/// Who receives a websocket event. All fields empty: everybody.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct WebsocketBroadcast {
    #[serde(deserialize_with = "or_default")]
    pub omit_users: BTreeMap<String, bool>,
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub connection_id: String,
    pub omit_connection_id: String,
    pub contains_sanitized_data: bool,
    pub contains_sensitive_data: bool,
    #[serde(skip)]
    pub reliable_cluster_send: bool,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub broadcast_hooks: Vec<String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub broadcast_hook_args: Vec<JsonMap>,
}

/// A message that a client has sent over its websocket.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct WebSocketRequest {
    pub seq: i64,
    pub action: String,
    #[serde(deserialize_with = "or_default")]
    pub data: JsonMap,
    #[serde(skip)]
    pub session: Session,
    #[serde(skip)]
    pub locale: String,
}

/// Where a toast appears.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SendToastMessageOptions {
    pub position: String,
}

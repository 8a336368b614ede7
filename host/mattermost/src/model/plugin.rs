//! Plugin manifests and states.

use std::collections::BTreeMap;

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::{Json, JsonMap, or_default};

/// `plugin.json`.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Manifest {
    pub id: String,
    pub name: String,
    pub description: String,
    #[gob(rename = "HomepageURL")]
    pub homepage_url: String,
    #[gob(rename = "SupportURL")]
    pub support_url: String,
    #[gob(rename = "ReleaseNotesURL")]
    pub release_notes_url: String,
    pub icon_path: String,
    pub version: String,
    pub min_server_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<ManifestServer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webapp: Option<ManifestWebapp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings_schema: Option<PluginSettingsSchema>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "JsonMap::is_empty")]
    pub props: JsonMap,
}

/// The executables of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ManifestServer {
    /// Path by platform, such as `linux-amd64`.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub executables: BTreeMap<String, String>,
    pub executable: String,
}

/// The script of a plugin for the web client.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct ManifestWebapp {
    pub bundle_path: String,
    #[serde(skip)]
    pub bundle_hash: Vec<u8>,
}

/// The settings that the System Console shows.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PluginSettingsSchema {
    pub header: String,
    pub footer: String,
    #[serde(deserialize_with = "or_default")]
    pub settings: Vec<PluginSetting>,
    #[serde(deserialize_with = "or_default")]
    pub sections: Vec<PluginSettingsSection>,
}

/// A titled group of settings.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PluginSettingsSection {
    pub key: String,
    pub title: String,
    pub subtitle: String,
    #[serde(deserialize_with = "or_default")]
    pub settings: Vec<PluginSetting>,
    pub header: String,
    pub footer: String,
    pub custom: bool,
    pub fallback: bool,
}

/// One setting.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PluginSetting {
    pub key: String,
    pub display_name: String,
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    pub help_text: String,
    pub regenerate_help_text: String,
    pub placeholder: String,
    pub default: Json,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<PluginOption>,
    pub hosting: String,
    pub secret: bool,
}

/// One choice of a `radio` or `dropdown` setting.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PluginOption {
    pub display_name: String,
    pub value: String,
}

/// The state of a plugin on one node.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct PluginStatus {
    pub plugin_id: String,
    pub cluster_id: String,
    pub plugin_path: String,
    /// 0 not running, 1 starting, 2 running, 3 failed to start, 4 failed to stay running, 5 stopping.
    pub state: i64,
    pub error: String,
    pub name: String,
    pub description: String,
    pub version: String,
}

/// Who installed the plugin.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct OnInstallEvent {
    pub user_id: String,
}

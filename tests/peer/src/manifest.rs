//! `plugin.json` of an unpacked bundle.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::supervisor::StartError;

/// What the server reads of a plugin's manifest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// Lower-cased on reading.
    pub id: String,
    /// Shown to admins.
    pub name: String,
    /// Strict semver.
    pub version: String,
    /// `X.Y.Z`, or empty.
    pub min_server_version: String,
    /// Which file to start.
    pub server: ServerPart,
    /// Settings with their defaults.
    pub settings_schema: SettingsSchema,
    /// The whole file.
    #[serde(skip)]
    pub json: Value,
}

/// The manifest's `server`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ServerPart {
    /// Path by `<os>-<arch>` in Go's names.
    pub executables: BTreeMap<String, String>,
    /// Path for all other platforms.
    pub executable: String,
}

/// The manifest's `settings_schema`; sections are not read, as in the server's `LoadPluginConfiguration`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettingsSchema {
    /// In the order of the system console.
    pub settings: Vec<Setting>,
}

/// One setting.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Setting {
    /// As written; the plugin reads it lower-cased.
    pub key: String,
    /// JSON null if there is none.
    pub default: Value,
    /// Masked in `GetPluginConfig`.
    pub secret: bool,
}

impl Manifest {
    /// Reads `plugin.json` of the folder.
    ///
    /// # Errors
    /// The text that an admin would see when the file is absent, broken or without id.
    pub fn read(bundle: &Path) -> Result<Self, StartError> {
        let path = bundle.join("plugin.json");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| StartError::Manifest(format!("unable to read {}: {error}", path.display())))?;
        let json: Value = serde_json::from_str(&text)
            .map_err(|error| StartError::Manifest(format!("unable to parse {}: {error}", path.display())))?;
        Self::from_json(json)
    }

    /// The manifest in the JSON of `plugin.json`.
    ///
    /// # Errors
    /// A field of the wrong kind, or an id that is not valid.
    pub fn from_json(json: Value) -> Result<Self, StartError> {
        let mut manifest: Self =
            serde_json::from_value(json.clone()).map_err(|error| StartError::Manifest(error.to_string()))?;
        manifest.id = manifest.id.to_lowercase();
        manifest.json = json;
        if !is_plugin_id(&manifest.id) {
            return Err(StartError::Manifest(format!("invalid plugin ID: {:?}", manifest.id)));
        }
        Ok(manifest)
    }

    /// A manifest for an executable without bundle.
    pub(crate) fn of_executable(id: &str) -> Self {
        let json = json!({"id": id, "name": id, "version": "0.0.0"});
        Self { id: id.to_owned(), name: id.to_owned(), version: "0.0.0".to_owned(), json, ..Self::default() }
    }

    /// The file to start on this machine, below the bundle's folder.
    ///
    /// # Errors
    /// There is none for this platform, or the path leaves the folder.
    pub fn executable(&self, bundle: &Path) -> Result<PathBuf, StartError> {
        let platform = format!("{}-{}", go_os(), go_arch());
        let chosen = self.server.executables.get(&platform).filter(|path| !path.is_empty());
        let relative = chosen.unwrap_or(&self.server.executable);
        if relative.is_empty() {
            let place = format!("{}/{}", go_os(), go_arch());
            return Err(StartError::Manifest(format!("backend executable not found for environment: {place}")));
        }
        if Path::new(relative).components().any(|part| part == std::path::Component::ParentDir) {
            return Err(StartError::Manifest(format!("invalid backend executable: {relative}")));
        }
        Ok(bundle.join(relative))
    }

    /// What `LoadPluginConfiguration` answers: defaults below the saved settings, keys in lower case.
    pub(crate) fn configuration(&self, saved: &Map<String, Value>) -> Map<String, Value> {
        let defaults = self.settings_schema.settings.iter().map(|setting| (&setting.key, &setting.default));
        defaults.chain(saved).map(|(key, value)| (key.to_lowercase(), value.clone())).collect()
    }

    /// What `GetPluginConfig` answers: the saved settings with secret ones masked.
    pub(crate) fn sanitized(&self, saved: &Map<String, Value>) -> Map<String, Value> {
        let is_secret = |key: &str| {
            self.settings_schema.settings.iter().any(|setting| setting.secret && setting.key.eq_ignore_ascii_case(key))
        };
        let masked = |key: &str, value: &Value| if is_secret(key) { Value::from(MASK) } else { value.clone() };
        saved.iter().map(|(key, value)| (key.clone(), masked(key, value))).collect()
    }
}

const MASK: &str = "********************************";

fn is_plugin_id(id: &str) -> bool {
    (3..=190).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn go_os() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    }
}

fn go_arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn manifest() -> Manifest {
        let settings = json!([{"key": "OdooURL", "default": "http://x"}, {"key": "Token", "secret": true}]);
        let json = json!({"id": "Demo.Plugin", "server": {"executable": "bin/plugin"}, "settings_schema": {"settings": settings}});
        Manifest::from_json(json).unwrap()
    }

    fn saved(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn settings_are_lower_cased_and_lie_over_the_defaults() {
        assert_eq!(Value::from(manifest().configuration(&Map::new())), json!({"odoourl": "http://x", "token": null}));
        let configuration = manifest().configuration(&saved(json!({"odooURL": "http://y", "Extra": 1})));
        assert_eq!(Value::from(configuration), json!({"odoourl": "http://y", "token": null, "extra": 1}));
    }

    #[test]
    fn secrets_are_masked_where_the_server_masks_them() {
        let sanitized = manifest().sanitized(&saved(json!({"token": "s3cret", "odoourl": "u"})));
        assert_eq!(Value::from(sanitized), json!({"token": MASK, "odoourl": "u"}));
    }

    #[test]
    fn a_manifest_without_file_for_this_platform_says_so() {
        let manifest = Manifest::from_json(json!({"id": "demo"})).unwrap();
        let error = manifest.executable(Path::new("/b")).unwrap_err();
        assert!(error.to_string().starts_with("backend executable not found for environment: "));
    }
}

//! The bundle's `plugin.json`, as far as the host reads it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::deadlines::Deadlines;

/// Bytes of a request body to the plugin unless the manifest says otherwise.
const HTTP_BODY_BYTES_MAX: usize = 1 << 20;
const RESPONSE_BYTES_MAX: usize = 8 << 20;
const TIMEOUT_SECONDS: u64 = 20;

/// The manifest of the bundle this executable belongs to.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    /// The plugin's id: the path below `/plugins/` and the name space of its keys.
    pub id: String,
    /// The bundle's version.
    #[serde(default)]
    pub version: String,
    /// What the manifest's free part tells this host.
    #[serde(default)]
    pub props: Props,
    /// The settings the admin sees.
    #[serde(default)]
    pub settings_schema: SettingsSchema,
}

/// The free part of the manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Props {
    /// The component's file name without platform and ending, beside the executable.
    pub component: String,
    /// Of the sources that the bundle was built from, as the packer was told; empty if it was not.
    pub commit: String,
    /// SHA-256 of the component that the packer compiled, in hexadecimal.
    pub component_hash: String,
    /// Bytes of a request body to the plugin; longer ones are answered 413.
    pub http_body_bytes_max: usize,
    /// Where the component may send requests.
    pub outgoing_http: Vec<OutgoingHttp>,
    /// Setting → setting that names a file whose content takes its place when it is not empty.
    pub secret_files: BTreeMap<String, String>,
    /// How long each kind of call may take.
    pub deadlines_ms: Deadlines,
}

impl Default for Props {
    fn default() -> Self {
        Self {
            component: "component".into(),
            commit: String::new(),
            component_hash: String::new(),
            http_body_bytes_max: HTTP_BODY_BYTES_MAX,
            outgoing_http: Vec::new(),
            secret_files: BTreeMap::new(),
            deadlines_ms: Deadlines::default(),
        }
    }
}

/// One way out: the settings that name the origin and its terms.
#[derive(Clone, Debug, Deserialize)]
pub struct OutgoingHttp {
    /// Setting with the base address.
    pub origin: String,
    /// Switch that allows this machine and private networks.
    #[serde(default)]
    pub allow_private: Option<String>,
    /// Setting with a private authority's certificate, PEM.
    #[serde(default)]
    pub ca_certificate: Option<String>,
    /// Setting with the seconds one exchange may take, 1 to 600.
    #[serde(default)]
    pub timeout_seconds: Option<String>,
    /// Seconds where that setting is absent or senseless.
    #[serde(default = "timeout_seconds_default")]
    pub timeout_seconds_default: u64,
    /// Bytes of an answer's body.
    #[serde(default = "response_bytes_max_default")]
    pub response_bytes_max: usize,
}

/// The settings in the order of the console.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SettingsSchema {
    /// Settings outside sections.
    #[serde(default)]
    pub settings: Vec<Setting>,
}

/// One setting.
#[derive(Clone, Debug, Deserialize)]
pub struct Setting {
    /// Its key as the manifest spells it.
    pub key: String,
    /// What it is until the admin sets it.
    #[serde(default)]
    pub default: serde_json::Value,
}

/// Why a bundle is not usable; the text is for admins.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// No `plugin.json` above the executable.
    #[error("no plugin.json beside or above {0}: the executable must stay in its bundle")]
    NotFound(PathBuf),
    /// It cannot be read.
    #[error("plugin.json cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is no manifest.
    #[error("plugin.json is broken: {0}")]
    Syntax(#[from] serde_json::Error),
}

impl Manifest {
    /// Finds the manifest of the bundle that holds `executable` and reads it.
    ///
    /// # Errors
    /// See [`ManifestError`].
    pub fn of_executable(executable: &Path) -> Result<Self, ManifestError> {
        let path = executable
            .ancestors()
            .skip(1)
            .map(|folder| folder.join("plugin.json"))
            .find(|path| path.is_file())
            .ok_or_else(|| ManifestError::NotFound(executable.to_owned()))?;
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// The precompiled component for this platform, beside `executable`.
    #[must_use]
    pub fn component_file(&self, executable: &Path) -> PathBuf {
        executable.with_file_name(format!("{}-{}.cwasm", self.props.component, platform()))
    }
}

/// `<os>-<architecture>` in Go's words, as manifests name platforms.
#[must_use]
pub fn platform() -> String {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        os => os,
    };
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        architecture => architecture,
    };
    format!("{os}-{architecture}")
}

fn timeout_seconds_default() -> u64 {
    TIMEOUT_SECONDS
}

fn response_bytes_max_default() -> usize {
    RESPONSE_BYTES_MAX
}

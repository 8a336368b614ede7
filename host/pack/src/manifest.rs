//! From the source manifest to the bundle's `plugin.json`.

use anyhow::{Context, bail};
use serde_json::{Map, Value};

use crate::platform::Platform;

/// The manifest with the version that is built and the platforms that are in the bundle.
#[derive(Debug, PartialEq)]
pub struct Manifest(Map<String, Value>);

/// What is packed.
#[derive(Clone, Copy, Debug)]
pub struct Build<'a> {
    /// Of the bundle.
    pub version: &'a str,
    /// Of the sources; empty if unknown.
    pub commit: &'a str,
    /// SHA-256 of the component, in hexadecimal.
    pub component_hash: &'a str,
}

impl Manifest {
    /// Takes the source manifest.
    ///
    /// # Errors
    /// When it is no JSON object with an `id`.
    pub fn parse(text: &[u8]) -> anyhow::Result<Self> {
        let manifest: Map<String, Value> = serde_json::from_slice(text).context("the manifest is no JSON object")?;
        if !manifest.get("id").is_some_and(Value::is_string) {
            bail!("the manifest has no id");
        }
        Ok(Self(manifest))
    }

    /// The plugin's id: the folder of the bundle.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    /// The component's file name without platform and ending.
    #[must_use]
    pub fn component(&self) -> &str {
        self.0.get("props").and_then(|props| props.get("component")).and_then(Value::as_str).unwrap_or("component")
    }

    /// Where a platform's executable stands in the bundle.
    ///
    /// # Errors
    /// When the manifest names none.
    pub fn executable(&self, platform: Platform) -> anyhow::Result<&str> {
        self.0
            .get("server")
            .and_then(|server| server.get("executables"))
            .and_then(|executables| executables.get(platform.to_string()))
            .and_then(Value::as_str)
            .with_context(|| format!("the manifest names no executable for {platform}"))
    }

    /// `plugin.json`: this build, these platforms.
    #[must_use]
    pub fn for_bundle(&self, build: &Build<'_>, platforms: &[Platform]) -> String {
        let mut manifest = self.0.clone();
        manifest.insert("version".into(), build.version.into());
        if let Value::Object(props) = manifest.entry("props").or_insert_with(|| Value::Object(Map::new())) {
            // The host reads them from there: a commit that changes nothing else compiles nothing.
            for (name, value) in [("commit", build.commit), ("component_hash", build.component_hash)] {
                if !value.is_empty() {
                    props.insert(name.into(), value.into());
                }
            }
        }
        if let Some(Value::Object(executables)) =
            manifest.get_mut("server").and_then(|server| server.get_mut("executables"))
        {
            executables.retain(|name, _| platforms.iter().any(|platform| platform.to_string() == *name));
        }
        format!("{:#}\n", Value::Object(manifest))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{Build, Manifest};

    #[test]
    fn the_bundle_names_only_what_it_holds() {
        let source = json!({
            "id": "demo", "version": "0.0.0",
            "server": {"executables": {"linux-amd64": "server/a", "linux-arm64": "server/b"}},
        });
        let manifest = Manifest::parse(source.to_string().as_bytes()).unwrap();
        let build = Build { version: "1.2.3", commit: "", component_hash: "c0ffee" };
        let made: Value =
            serde_json::from_str(&manifest.for_bundle(&build, &["linux-amd64".parse().unwrap()])).unwrap();
        assert_eq!(
            made,
            json!({
                "id": "demo", "version": "1.2.3", "server": {"executables": {"linux-amd64": "server/a"}},
                "props": {"component_hash": "c0ffee"},
            })
        );
    }

    #[test]
    fn the_commit_stands_beside_what_the_manifest_tells_the_host() {
        let manifest = Manifest::parse(br#"{"id": "demo", "props": {"component": "demo"}}"#).unwrap();
        let build = Build { version: "1.2.3", commit: "abc1234", component_hash: "c0ffee" };
        let made: Value = serde_json::from_str(&manifest.for_bundle(&build, &[])).unwrap();
        let props = json!({"component": "demo", "commit": "abc1234", "component_hash": "c0ffee"});
        assert_eq!(made, json!({"id": "demo", "version": "1.2.3", "props": props}));
    }

    #[test]
    fn a_platform_without_executable_is_named() {
        let manifest = Manifest::parse(br#"{"id":"demo"}"#).unwrap();
        let error = manifest.executable("linux-arm64".parse().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "the manifest names no executable for linux-arm64");
    }
}

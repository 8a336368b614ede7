//! The plugin's settings as the component sees them.

use serde_json::{Map, Value};

use crate::manifest::Manifest;

/// Bytes of a file that holds a secret.
const SECRET_BYTES_MAX: u64 = 16 << 10;

/// Completes what the server sent: keys in lower case, defaults of the manifest, secrets from files.
///
/// Returns the settings and what an admin should know: settings that could not be read.
#[must_use]
pub fn complete(manifest: &Manifest, document: &[u8]) -> (Map<String, Value>, Vec<String>) {
    let mut problems = Vec::new();
    let mut settings: Map<String, Value> = manifest
        .settings_schema
        .settings
        .iter()
        .filter(|setting| !setting.default.is_null())
        .map(|setting| (setting.key.to_lowercase(), setting.default.clone()))
        .collect();
    match serde_json::from_slice(document) {
        Ok(Value::Object(sent)) => {
            settings.extend(sent.into_iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.to_lowercase(), v)));
        }
        Ok(Value::Null) => {}
        Ok(_) => problems.push("The server sent settings that are no JSON object; the defaults apply.".into()),
        Err(error) => {
            problems.push(format!("The server sent settings that are no JSON ({error}); the defaults apply."))
        }
    }
    for (secret, file) in &manifest.props.secret_files {
        if let Err(problem) = read_secret(&mut settings, secret, file) {
            problems.push(problem);
        }
    }
    (settings, problems)
}

/// What the server sent with one setting changed; keys in lower case, as the console saves them.
///
/// # Errors
/// Why the document cannot be read: saving what is left of it would lose all other settings.
pub fn with(document: &[u8], key: &str, value: Value) -> Result<Map<String, Value>, serde_json::Error> {
    let sent: Option<Map<String, Value>> = serde_json::from_slice(document)?;
    let sent = sent.unwrap_or_default().into_iter();
    let mut settings: Map<String, Value> = sent.map(|(key, value)| (key.to_lowercase(), value)).collect();
    settings.insert(key.to_lowercase(), value);
    Ok(settings)
}

/// Puts the content of the file that setting `file` names in place of setting `secret`.
fn read_secret(settings: &mut Map<String, Value>, secret: &str, file: &str) -> Result<(), String> {
    let Some(path) = settings.get(&file.to_lowercase()).and_then(Value::as_str).filter(|path| !path.trim().is_empty())
    else {
        return Ok(());
    };
    let size =
        std::fs::metadata(path.trim()).map_err(|error| format!("{file}: the file cannot be read: {error}."))?.len();
    if size > SECRET_BYTES_MAX {
        return Err(format!("{file}: the file has {size} bytes; a secret has at most {SECRET_BYTES_MAX}."));
    }
    let content =
        std::fs::read_to_string(path.trim()).map_err(|error| format!("{file}: the file cannot be read: {error}."))?;
    settings.insert(secret.to_lowercase(), Value::String(content.trim().to_owned()));
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{complete, with};
    use crate::manifest::Manifest;

    fn manifest() -> Manifest {
        serde_json::from_value(json!({
            "id": "demo",
            "settings_schema": {"settings": [{"key": "Colour", "default": "blue"}, {"key": "Key"}]},
            "props": {"secret_files": {"Key": "KeyFile"}},
        }))
        .unwrap()
    }

    fn completed(document: &str) -> (Value, Vec<String>) {
        let (settings, problems) = complete(&manifest(), document.as_bytes());
        (Value::Object(settings), problems)
    }

    #[test]
    fn defaults_fill_what_the_server_leaves_out() {
        assert_eq!(completed("null"), (json!({"colour": "blue"}), vec![]));
        assert_eq!(completed(r#"{"Colour":"red","key":null}"#), (json!({"colour": "red"}), vec![]));
    }

    #[test]
    fn broken_settings_leave_the_defaults_and_a_word_for_the_admin() {
        let (settings, problems) = completed("{");
        assert_eq!(settings, json!({"colour": "blue"}));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("The server sent settings that are no JSON ("), "{problems:?}");
        assert_eq!(completed("[]").1, ["The server sent settings that are no JSON object; the defaults apply."]);
    }

    #[test]
    fn a_secret_comes_from_its_file_without_the_newline() {
        let folder = std::env::temp_dir().join(format!("settings-test-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("key");
        std::fs::write(&file, "s3cret\n").unwrap();
        let (settings, problems) = completed(&json!({"keyfile": file, "key": "old"}).to_string());
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!((settings["key"].clone(), problems), (json!("s3cret"), vec![]));
    }

    #[test]
    fn a_missing_secret_file_is_named_and_loses_nothing() {
        let (settings, problems) = completed(r#"{"keyfile":"/nonexistent/key","key":"old"}"#);
        assert_eq!(settings["key"], json!("old"));
        assert!(problems[0].starts_with("KeyFile: the file cannot be read: "), "{problems:?}");
    }

    #[test]
    fn one_setting_is_changed_and_the_others_stay() {
        let changed = |document: &str| with(document.as_bytes(), "Colour", json!("red")).map(Value::Object).ok();
        assert_eq!(changed(r#"{"Key": "k", "colour": "blue"}"#), Some(json!({"key": "k", "colour": "red"})));
        assert_eq!(changed("null"), Some(json!({"colour": "red"})));
    }

    #[test]
    fn a_document_that_cannot_be_read_is_not_replaced() {
        for document in ["", "[]", "{"] {
            assert!(with(document.as_bytes(), "Colour", json!("red")).is_err(), "{document}");
        }
    }
}

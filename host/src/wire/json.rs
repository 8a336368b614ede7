//! JSON objects that travel as text in the contract.

use serde_json::{Map, Value};

/// The object in a text. Empty text is an empty object; what is no object is one too, for the component's text is
/// checked where it is made and a post must not fail for a decoration.
pub(super) fn object(text: &str) -> Map<String, Value> {
    if text.is_empty() {
        return Map::new();
    }
    serde_json::from_str(text).unwrap_or_default()
}

/// The text of an object; empty for an empty one.
pub(super) fn text(object: &Map<String, Value>) -> String {
    if object.is_empty() { String::new() } else { serde_json::to_string(object).unwrap_or_default() }
}

//! Server actions: one of a rule is called after what it does, whatever name it was given.

use serde_json::json;

use super::Draft;

pub fn complete(draft: &mut Draft<'_>) {
    let is = |field: &str, word: &str| draft.values.get(field).is_some_and(|value| value == word);
    if draft.is_new() && is("usage", "base_automation") && is("state", "webhook") {
        draft.values.insert("name".to_owned(), json!("Send Webhook Notification"));
    }
}

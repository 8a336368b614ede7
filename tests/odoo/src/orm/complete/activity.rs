//! Activities: the model by its name in the context, and the type that they have unless another is chosen.

use serde_json::json;

use super::Draft;

/// The type of an activity on a record when none was chosen.
const TO_DO: &str = "mail.mail_activity_data_todo";

pub fn complete(draft: &mut Draft<'_>) {
    if !draft.is_new() {
        return;
    }
    let Some(model) = draft.view.env.context.get("default_res_model").and_then(|model| model.as_str()) else {
        return;
    };
    let view = draft.view;
    let named = |id: &i64| view.db.stored("ir.model", *id, "model").text() == Some(model);
    if let Some(id) =
        view.db.tables.get("ir.model").and_then(|table| table.records.keys().copied().find(|id| named(id)))
    {
        draft.fill("res_model_id", json!(id));
    }
    if let Some((_, id)) = view.db.xml_ids.get(TO_DO) {
        draft.fill("activity_type_id", json!(id));
    }
}

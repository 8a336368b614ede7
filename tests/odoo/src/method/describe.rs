//! What a model is made of and what the caller may do with it.

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use crate::error::OdooError;
use crate::orm::{FIRST_WITH_JSON_2, Field, Operation, Page, View, defaults};

/// `fields_get(allfields, attributes)`: unknown and hidden fields are left out without an error.
pub fn fields_get(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let wanted = arguments.texts("allfields");
    let attributes = arguments.texts("attributes");
    let table = view.table(model)?;
    let shown = table
        .model
        .fields
        .iter()
        .filter(|(name, field)| (wanted.is_empty() || wanted.contains(name)) && view.in_group(field))
        .map(|(name, field)| (name.clone(), Json::Object(describe(name, field, &attributes))));
    Ok(Json::Object(shown.collect()))
}

/// `default_get(fields_list)`; from 19 on it is `fields`.
pub fn default_get(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let fields = arguments.texts(if view.db.major < FIRST_WITH_JSON_2 { "fields_list" } else { "fields" });
    let mut values = defaults(view, model, &fields)?;
    // The one default that follows from another: the model of an activity, by its name in the context.
    if let (true, Some(name)) = (fields.iter().any(|field| field == "res_model_id"), values.get("res_model").cloned()) {
        let found = view
            .table("ir.model")?
            .records
            .keys()
            .find(|id| view.db.stored("ir.model", **id, "model").text() == name.as_str());
        values.extend(found.map(|id| ("res_model_id".to_owned(), json!(id))));
    }
    Ok(Json::Object(values))
}

/// `check_access_rights(operation, raise_exception)`.
pub fn check_access_rights(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let name = arguments.required("operation")?;
    let raises = arguments.optional("raise_exception") != json!(false);
    match view.check_rights(model, operation(&name)?) {
        Ok(()) => Ok(json!(true)),
        Err(_) if !raises => Ok(json!(false)),
        Err(err) => Err(err),
    }
}

/// `has_access(operation)` on records, or on none of them for the model itself; from 18 on.
pub fn has_access(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let ids = arguments.ids()?;
    let operation = operation(&arguments.required("operation")?)?;
    let checked = view.check_rights(model, operation).and_then(|()| view.check_rules(model, &ids, operation));
    Ok(json!(checked.is_ok()))
}

fn operation(name: &Json) -> Result<Operation, OdooError> {
    let operation = name.as_str().and_then(Operation::parse);
    operation.ok_or_else(|| OdooError::new("builtins.AssertionError", "Invalid access mode"))
}

/// `context_get()`: who the caller is and in what language and time zone.
pub fn context_get(view: View<'_>) -> Result<Json, OdooError> {
    let uid = view.env.uid;
    let text = |name| view.value("res.users", uid, name).text().map_or(json!(false), |text| json!(text));
    Ok(json!({"lang": text("lang"), "tz": text("tz"), "uid": uid}))
}

/// `check_object_reference(module, xml_id, raise_on_access_error)`: the model and id behind an external id.
///
/// The id is false for a record that the caller does not find: it is hidden from them, or archived.
pub fn check_object_reference(view: View<'_>, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let module = arguments.text("module").unwrap_or_default();
    let name = arguments.text("xml_id").unwrap_or_default();
    let raises = arguments.optional("raise_on_access_error") == json!(true);
    let Some((model, id)) = view.db.xml_ids.get(&format!("{module}.{name}")) else {
        return Err(OdooError::value(format!("External ID not found in the system: {module}.{name}")));
    };
    view.check_rights(model, Operation::Read)?;
    match view.search(model, &json!([["id", "=", id]]), &Page::default())?.first() {
        Some(id) => Ok(json!([model, id])),
        None if raises => {
            Err(OdooError::access(format!("Not enough access rights on the external ID \"{module}.{name}\"")))
        }
        None => Ok(json!([model, false])),
    }
}

fn describe(name: &str, field: &Field, attributes: &[String]) -> Map<String, Json> {
    let mut all = Map::from_iter([
        ("type".to_owned(), json!(field.kind.name())),
        ("name".to_owned(), json!(name)),
        ("string".to_owned(), json!(field.string)),
        ("required".to_owned(), json!(field.required)),
        ("readonly".to_owned(), json!(field.readonly)),
        ("store".to_owned(), json!(field.store)),
    ]);
    if let Some(relation) = &field.relation {
        all.insert("relation".to_owned(), json!(relation));
    }
    if !field.selection.is_empty() {
        all.insert("selection".to_owned(), json!(field.selection));
    }
    all.retain(|attribute, _| attributes.is_empty() || attributes.contains(attribute));
    all
}

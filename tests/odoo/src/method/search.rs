//! `search` and its relatives.

use serde_json::{Value as Json, json};

use super::arguments::Arguments;
use crate::error::OdooError;
use crate::orm::{FIRST_WITH_JSON_2, Kind, Operation, Operator, Page, View};

const NAME_SEARCH_LIMIT: usize = 100;

/// `search(domain, offset, limit, order)`.
pub fn search(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let domain = arguments.required("domain")?;
    let page = page(arguments);
    view.check_rights(model, Operation::Read)?;
    Ok(json!(view.search(model, &domain, &page)?))
}

/// `search_count(domain, limit)`.
pub fn search_count(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let domain = arguments.required("domain")?;
    let limit = arguments.count("limit");
    view.check_rights(model, Operation::Read)?;
    Ok(json!(view.search(model, &domain, &Page { limit, ..Page::default() })?.len()))
}

/// `search_read(domain, fields, offset, limit, order)`.
pub fn search_read(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let domain = arguments.optional("domain");
    let fields = arguments.texts("fields");
    let page = page(arguments);
    view.check_rights(model, Operation::Read)?;
    let ids = view.search(model, &domain, &page)?;
    Ok(Json::Array(view.read(model, &ids, &fields)?))
}

/// `web_search_read(domain, specification, offset, limit, order)`.
pub fn web_search_read(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let domain = arguments.required("domain")?;
    let specification = arguments.required("specification")?;
    let page = page(arguments);
    view.check_rights(model, Operation::Read)?;
    let all = view.search(model, &domain, &Page::default())?;
    let ids = view.search(model, &domain, &page)?;
    let records = view.read_nested(model, &ids, specification.as_object().unwrap_or(&serde_json::Map::new()))?;
    Ok(json!({"length": all.len(), "records": records}))
}

/// `name_search(name, args, operator, limit)`; from 19 on the second one is `domain`.
pub fn name_search(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let name = arguments.text("name").unwrap_or_default();
    let domain = arguments.optional(if view.db.major < FIRST_WITH_JSON_2 { "args" } else { "domain" });
    let operator = arguments.text("operator").as_deref().and_then(Operator::parse).unwrap_or(Operator::Ilike);
    let limit = arguments.count("limit").or(Some(NAME_SEARCH_LIMIT));
    view.check_rights(model, Operation::Read)?;
    let ids = view.find_by_name(model, &name, operator, &domain, &Page { limit, ..Page::default() })?;
    Ok(ids.into_iter().map(|id| json!([id, view.label(model, id)])).collect())
}

/// `read(fields, load)` on records: with a `load` that is empty, a many2one is its bare id.
pub fn read(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let ids = arguments.ids()?;
    let fields = arguments.texts("fields");
    let load = arguments.given("load");
    view.check_rights(model, Operation::Read)?;
    let mut records = view.read(model, &ids, &fields)?;
    if load.is_some_and(|load| load.as_str().is_none_or(str::is_empty)) {
        for record in &mut records {
            without_labels(view, model, record)?;
        }
    }
    Ok(Json::Array(records))
}

fn without_labels(view: View<'_>, model: &str, record: &mut Json) -> Result<(), OdooError> {
    for (name, value) in record.as_object_mut().into_iter().flatten() {
        if view.field(model, name)?.kind == Kind::Many2one
            && let Some(id) = value.get(0)
        {
            *value = id.clone();
        }
    }
    Ok(())
}

fn page(arguments: &mut Arguments) -> Page {
    Page {
        offset: arguments.count("offset").unwrap_or_default(),
        limit: arguments.count("limit"),
        order: arguments.text("order"),
    }
}

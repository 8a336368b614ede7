//! `load`: rows of text become records, and an external id makes a row update what it made before.

mod cell;

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use crate::error::OdooError;
use crate::orm::{self, Database, Env, View};
use cell::{Column, Problem};

/// The module of an external id that names none.
const MODULE: &str = "__import__";

/// `load(fields, data)`: all rows or none. What is wrong with them comes as messages, not as an exception.
///
/// # Errors
/// A column that is no field: Odoo stumbles over that.
pub fn load(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let fields = arguments.required("fields")?;
    let rows = arguments.required("data")?;
    let names: Vec<&str> = fields.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let columns = names.iter().map(|name| Column::of(db, model, name)).collect::<Result<Vec<_>, _>>()?;
    let before = db.clone();
    let (mut ids, mut messages) = (Vec::new(), Vec::new());
    for (index, row) in rows.as_array().into_iter().flatten().enumerate() {
        let cells = row.as_array().map(Vec::as_slice).unwrap_or_default();
        match load_row(db, env, model, &columns, cells) {
            Ok(id) => ids.push(id),
            Err(problems) => messages.extend(problems.iter().map(|problem| problem.to_message(index))),
        }
    }
    if messages.is_empty() {
        return Ok(json!({"ids": ids, "messages": [], "nextrow": 0}));
    }
    *db = before;
    Ok(json!({"ids": false, "messages": messages, "nextrow": 0}))
}

fn load_row(
    db: &mut Database,
    env: &Env,
    model: &str,
    columns: &[Column],
    cells: &[Json],
) -> Result<i64, Vec<Problem>> {
    let (mut values, mut problems) = (Map::new(), Vec::new());
    let (mut external_id, mut id) = (None, None);
    for (column, cell) in columns.iter().zip(cells) {
        let text = match cell {
            Json::String(text) => text.clone(),
            Json::Null | Json::Bool(false) => String::new(),
            other => other.to_string(),
        };
        match column {
            Column::ExternalId => external_id = Some(text).filter(|text| !text.is_empty()).map(|text| qualified(&text)),
            Column::DatabaseId => id = text.parse().ok(),
            Column::Field(field) => match field.value(View::new(db, env), &text) {
                Ok(value) => drop(values.insert(field.name.clone(), value)),
                Err(problem) => problems.push(problem),
            },
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    keep(db, env, model, external_id, id, &values).map_err(|err| vec![Problem::of_record(&err)])
}

/// Changes the record that the row names, or makes one and remembers its external id.
fn keep(
    db: &mut Database,
    env: &Env,
    model: &str,
    external_id: Option<String>,
    id: Option<i64>,
    values: &Map<String, Json>,
) -> Result<i64, OdooError> {
    let known = external_id.as_ref().and_then(|external_id| db.xml_ids.get(external_id)).cloned();
    match (known, id) {
        (Some((other, other_id)), _) if other != model => Err(OdooError::validation(format!(
            "For external id {} when trying to create/update a record of model {model} found record of different model {other} ({other_id})",
            external_id.unwrap_or_default(),
        ))),
        (Some((_, id)), _) | (None, Some(id)) => orm::write(db, env, model, &[id], values).map(|()| id),
        (None, None) => {
            let id = orm::create(db, env, model, values)?;
            if let Some(external_id) = external_id {
                db.xml_ids.insert(external_id, (model.to_owned(), id));
            }
            Ok(id)
        }
    }
}

fn qualified(external_id: &str) -> String {
    if external_id.contains('.') { external_id.to_owned() } else { format!("{MODULE}.{external_id}") }
}

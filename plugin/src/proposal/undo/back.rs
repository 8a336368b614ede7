//! Values as they were read, as they have to be written, and as people read them.

use serde_json::{Map, Value, json};

use crate::odoo::Row;
use crate::order;
use crate::proposal::execution::{Change, normal, short};
use crate::proposal::{Effect, Operation, Precondition};

/// The first field that holds something else than what was written.
pub(super) fn moved(record: &Change, row: &Row) -> Option<String> {
    let differs =
        |(field, new): &(&String, &Value)| row.raw(field).is_some_and(|now| normal(&short(now)) != normal(new));
    record.new.iter().find(differs).map(|(field, _)| field.clone())
}

/// What brings a record back: its old values, or the archive if there were none.
///
/// # Errors
/// The field whose old value was too long to be kept.
pub(super) fn values(record: &Change) -> Result<Map<String, Value>, String> {
    if record.is_new {
        return Ok(order::filled([("active".to_owned(), json!(false))]));
    }
    let mut values = Map::new();
    for (field, old) in &record.old {
        values.insert(field.clone(), written(old).ok_or_else(|| field.clone())?);
    }
    Ok(values)
}

/// The operation that writes them, if the record is still as it was read just now.
pub(super) fn operation(record: &Change, values: Map<String, Value>, row: &Row) -> Operation {
    let old = values.keys().filter_map(|field| Some((field.clone(), row.raw(field)?.clone())));
    Operation {
        op: "undo".into(),
        model: record.model,
        preconditions: vec![Precondition {
            model: record.model,
            id: record.id,
            write_date: row.text("write_date").unwrap_or_default().to_owned(),
            old: order::filled(old),
        }],
        effect: Effect::Write { id: record.id, values },
        context: Map::new(),
    }
}

/// A value for people; its labels are foreign text.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => "–".into(),
        Value::Bool(true) => "yes".into(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => match parts.as_slice() {
            [] => "–".into(),
            [id, Value::String(label)] => format!("{label} ({id})"),
            parts => parts.iter().map(Value::to_string).collect::<Vec<_>>().join(", "),
        },
        other => other.to_string(),
    }
}

/// How many records a value of a many2many names.
pub(super) fn links(value: &Value) -> usize {
    let commands = value.as_array().into_iter().flatten();
    commands
        .map(|command| match command.as_array().map(Vec::as_slice) {
            Some([six, _, ids]) if six == 6 => ids.as_array().map_or(0, Vec::len),
            Some(_) => 1,
            None => 1,
        })
        .sum()
}

/// As it is written: a reference by its id, several by a command; nothing for what was not kept.
fn written(old: &Value) -> Option<Value> {
    match normal(old) {
        Value::Object(_) => None,
        Value::Array(ids) => Some(json!([[6, 0, ids]])),
        other => Some(other),
    }
}

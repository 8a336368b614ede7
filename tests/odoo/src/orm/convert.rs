//! Between JSON and stored values, by the kind of the field.

use serde_json::{Value as Json, json};

use super::html;
use super::model::{Field, Kind};
use super::value::Value;
use crate::error::OdooError;
use crate::python;

const DATETIME_LEN: usize = "2026-01-01 00:00:00".len();
const DATE_LEN: usize = "2026-01-01".len();

/// How a stored value is answered, many2one labels left to the caller.
pub fn to_json(kind: Kind, value: &Value) -> Json {
    match (kind, value) {
        (Kind::Integer | Kind::Many2oneReference, Value::Empty) => json!(0),
        (Kind::Float | Kind::Monetary, Value::Empty) => json!(0.0),
        (Kind::One2many | Kind::Many2many, Value::Empty) => json!([]),
        (_, Value::Empty) => json!(false),
        #[expect(clippy::cast_precision_loss, reason = "demo numbers are small")]
        (Kind::Float | Kind::Monetary, Value::Int(number)) => json!(*number as f64),
        (Kind::Datetime, Value::Text(text)) => json!(text.get(..DATETIME_LEN).unwrap_or(text)),
        (_, Value::Text(text)) => json!(text),
        (_, Value::Bool(value)) => json!(value),
        (_, Value::Int(number) | Value::Link(number)) => json!(number),
        (_, Value::Float(number)) => json!(number),
        (_, Value::Links(ids)) => json!(ids),
    }
}

/// The right side of a comparison.
pub fn operand(kind: Kind, value: &Json) -> Value {
    match (kind, value) {
        (Kind::Boolean, Json::Bool(value)) => Value::Bool(*value),
        (Kind::Boolean, Json::Null) => Value::Bool(false),
        (_, Json::Bool(true)) => Value::Bool(true),
        (Kind::Char | Kind::Text | Kind::Html | Kind::Selection, Json::Number(number)) => {
            Value::Text(number.to_string())
        }
        (_, Json::Number(number)) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        (_, Json::String(text)) => Value::Text(text.clone()),
        _ => Value::Empty,
    }
}

/// A value of `create` or `write` for any field but an x2many.
///
/// # Errors
/// What Odoo says of a selection, date, or id that does not fit.
pub fn to_value(model: &str, name: &str, field: &Field, value: &Json) -> Result<Value, OdooError> {
    match (field.kind, value) {
        (Kind::Boolean, value) => {
            Ok(Value::Bool(!matches!(value, Json::Null | Json::Bool(false)) && value != &json!(0)))
        }
        (_, Json::Null | Json::Bool(false)) => Ok(Value::Empty),
        (Kind::Char | Kind::Text, Json::String(text)) if text.is_empty() => Ok(Value::Empty),
        (Kind::Selection, value) => selection(model, name, field, value),
        (Kind::Datetime, Json::String(text)) => datetime(text),
        (Kind::Date, Json::String(text)) => date(text),
        (Kind::Html, Json::String(markup)) => Ok(match html::sanitized(markup) {
            kept if kept.is_empty() => Value::Empty,
            kept => Value::Text(kept),
        }),
        (Kind::Many2one, Json::Number(number)) => Ok(number.as_i64().map_or(Value::Empty, Value::Link)),
        (Kind::Many2one, Json::String(text)) => Err(many2one_text(field, text)),
        (Kind::Integer | Kind::Many2oneReference, Json::Number(number)) => {
            Ok(number.as_i64().map_or(Value::Empty, Value::Int))
        }
        (Kind::Float | Kind::Monetary, Json::Number(number)) => Ok(Value::Float(number.as_f64().unwrap_or_default())),
        (_, Json::String(text)) => Ok(Value::Text(text.clone())),
        (_, other) => Ok(Value::Text(python::repr(other))),
    }
}

/// The `Value` of a demo file, where a many2one is a bare id.
pub fn from_demo(kind: Kind, value: &Json) -> Value {
    match (kind, value) {
        (Kind::Many2one, Json::Number(number)) => number.as_i64().map_or(Value::Empty, Value::Link),
        (_, Json::Array(ids)) => Value::Links(ids.iter().filter_map(Json::as_i64).collect()),
        (kind, value) => operand(kind, value),
    }
}

fn selection(model: &str, name: &str, field: &Field, value: &Json) -> Result<Value, OdooError> {
    let key = value.as_str().unwrap_or_default();
    if field.selection.iter().any(|(known, _)| known == key) {
        return Ok(Value::Text(key.to_owned()));
    }
    Err(OdooError::value(format!("Wrong value for {model}.{name}: {}", python::repr(value))))
}

fn datetime(text: &str) -> Result<Value, OdooError> {
    if text.len() == DATE_LEN && is_date(text) {
        return Ok(Value::Text(format!("{text} 00:00:00")));
    }
    let head = text.get(..DATETIME_LEN).unwrap_or(text);
    if chrono::NaiveDateTime::parse_from_str(head, "%Y-%m-%d %H:%M:%S").is_err() {
        return Err(OdooError::value(format!(
            "time data {} does not match format '%Y-%m-%d %H:%M:%S'",
            python::repr_text(text)
        )));
    }
    match &text[head.len()..] {
        "" => Ok(Value::Text(text.to_owned())),
        rest => Err(OdooError::value(format!("unconverted data remains: {rest}"))),
    }
}

fn date(text: &str) -> Result<Value, OdooError> {
    match text.get(..DATE_LEN) {
        Some(day) if is_date(day) => Ok(Value::Text(day.to_owned())),
        _ => Err(OdooError::value(format!("time data {} does not match format '%Y-%m-%d'", python::repr_text(text)))),
    }
}

fn is_date(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn many2one_text(field: &Field, text: &str) -> OdooError {
    let relation = field.relation.as_deref().unwrap_or_default();
    let letters: Vec<Json> = text.chars().map(|letter| json!(letter.to_string())).collect();
    OdooError::value(format!("Expected singleton: {relation}{}", python::repr_tuple(&letters)))
}

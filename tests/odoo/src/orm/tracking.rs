//! What Odoo writes down of a change by itself: a message with the old and new value of every field that it tracks.

use serde_json::{Map, Value as Json, json};

use super::convert;
use super::database::Database;
use super::model::{Field, Kind};
use super::value::Value;
use super::view::{Env, View};
use super::write::create;
use crate::error::OdooError;

const MESSAGE: &str = "mail.message";
const VALUE: &str = "mail.tracking.value";
/// Under which Odoo logs what nobody follows: internal notes.
const NOTE_SUBTYPE: i64 = 2;

/// The fields that Odoo 17 tracks, as far as they are here.
fn tracked(model: &str) -> &'static [&'static str] {
    match model {
        "crm.lead" => &["user_id", "team_id", "active", "stage_id", "expected_revenue", "partner_id"],
        "project.task" => {
            &["name", "priority", "stage_id", "state", "date_deadline", "project_id", "user_ids", "partner_id"]
        }
        "project.project" => &["name", "partner_id", "user_id", "stage_id"],
        "res.partner" => &["name", "email", "phone", "user_id"],
        _ => &[],
    }
}

/// The values of a record that are tracked, before it is written.
pub fn before(view: View<'_>, model: &str, id: i64) -> Vec<(&'static str, Value)> {
    let is_off = view.env.context.get("tracking_disable").is_some_and(|off| off == &json!(true));
    let names = if is_off { &[] } else { tracked(model) };
    names.iter().map(|name| (*name, view.value(model, id, name))).collect()
}

/// Writes down which of them are different now. Odoo does it for whoever wrote, with all rights.
pub fn after(
    db: &mut Database,
    env: &Env,
    model: &str,
    id: i64,
    before: &[(&'static str, Value)],
) -> Result<(), OdooError> {
    let env = Env { sudo: true, context: Map::new(), ..env.clone() };
    let mut values = Vec::new();
    for (name, old) in before {
        let view = View::new(db, &env);
        let new = view.value(model, id, name);
        if *old == new || !(old.is_true() || new.is_true()) {
            continue;
        }
        let Some(field_id) = field_id(db, model, name) else { continue };
        let mut value = Map::from_iter([("field_id".to_owned(), json!(field_id))]);
        value.extend(written_down(view, view.field(model, name)?, old, &new));
        values.push(value);
    }
    if values.is_empty() {
        return Ok(());
    }
    let author = View::new(db, &env).value("res.users", env.uid, "partner_id").id();
    let message = json!({"model": model, "res_id": id, "record_name": View::new(db, &env).label(model, id),
        "message_type": "notification", "subtype_id": NOTE_SUBTYPE, "author_id": author});
    let message_id = create(db, &env, MESSAGE, message.as_object().unwrap_or(&Map::new()))?;
    for mut value in values {
        value.insert("mail_message_id".to_owned(), json!(message_id));
        create(db, &env, VALUE, &value)?;
    }
    Ok(())
}

fn field_id(db: &Database, model: &str, name: &str) -> Option<i64> {
    let table = db.tables.get("ir.model.fields")?;
    let is_it = |id: i64| {
        let stored = |field| db.stored("ir.model.fields", id, field).text();
        stored("model") == Some(model) && stored("name") == Some(name)
    };
    table.records.keys().copied().find(|id| is_it(*id))
}

/// Which columns hold it depends on what kind of field it is.
fn written_down(view: View<'_>, field: &Field, old: &Value, new: &Value) -> Vec<(String, Json)> {
    let label = |id: &i64| view.label(field.relation.as_deref().unwrap_or_default(), *id);
    let columns = |value: &Value| -> Vec<(&'static str, Json)> {
        match field.kind {
            Kind::Integer => vec![("integer", convert::to_json(field.kind, value))],
            Kind::Boolean => vec![("integer", json!(i64::from(value.is_true())))],
            Kind::Float | Kind::Monetary => vec![("float", convert::to_json(field.kind, value))],
            Kind::Datetime => vec![("datetime", convert::to_json(field.kind, value))],
            Kind::Date => vec![("datetime", value.text().map_or(json!(false), |day| json!(format!("{day} 00:00:00"))))],
            Kind::Text | Kind::Html => vec![("text", convert::to_json(field.kind, value))],
            Kind::Selection => {
                let chosen = field.selection.iter().find(|(key, _)| Some(key.as_str()) == value.text());
                vec![("char", json!(chosen.map_or("", |(_, label)| label)))]
            }
            Kind::Many2one => {
                vec![
                    ("integer", json!(value.id().unwrap_or(0))),
                    ("char", json!(value.ids().iter().map(label).collect::<String>())),
                ]
            }
            Kind::One2many | Kind::Many2many => {
                vec![("char", json!(value.ids().iter().map(label).collect::<Vec<_>>().join(", ")))]
            }
            _ => vec![("char", convert::to_json(field.kind, value))],
        }
    };
    let named = |when: &'static str, value: &Value| {
        columns(value).into_iter().map(move |(kind, value)| (format!("{when}_value_{kind}"), value))
    };
    named("old", old).chain(named("new", new)).collect()
}

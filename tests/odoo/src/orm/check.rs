//! What must hold, and the errors where it does not.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::access::Operation;
use super::database::{Database, timestamp};
use super::model::{Field, Kind};
use super::value::Value;
use super::view::{Env, View};
use crate::error::OdooError;

/// What must hold for a record whatever way it came to be so.
pub fn check(db: &Database, env: &Env, model: &str, id: i64) -> Result<(), OdooError> {
    let view = View::new(db, env);
    let table = view.table(model)?;
    for (name, field) in &table.model.fields {
        if field.required && field.kind != Kind::Boolean && view.value(model, id, name) == Value::Empty {
            return Err(OdooError::validation(format!(
                "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted. If possible, archive it instead.\n\nModel: {} ({model})\nField: {} ({name})\n",
                table.model.description, field.string,
            )));
        }
    }
    match model {
        "calendar.event" => check_meeting(db, id),
        "res.partner" => check_partner(db, id),
        "project.project" => check_project(db, id),
        "project.tags" => check_tag(db, id),
        _ => Ok(()),
    }
}

fn check_meeting(db: &Database, id: i64) -> Result<(), OdooError> {
    let text = |field| db.stored("calendar.event", id, field).text().unwrap_or_default();
    let (name, start, stop) = (text("name"), text("start"), text("stop"));
    if stop >= start {
        return Ok(());
    }
    Err(OdooError::validation(format!(
        "The ending date and time cannot be earlier than the starting date and time.\nMeeting '{name}' starts '{start}' and ends '{stop}'"
    )))
}

fn check_project(db: &Database, id: i64) -> Result<(), OdooError> {
    let day = |field| db.stored("project.project", id, field).text();
    match (day("date_start"), day("date")) {
        (Some(start), Some(end)) if end < start => Err(OdooError::validation(
            "The operation cannot be completed: The project's start date must be before its end date.",
        )),
        _ => Ok(()),
    }
}

fn check_partner(db: &Database, id: i64) -> Result<(), OdooError> {
    let stored = |field| db.stored("res.partner", id, field);
    if !stored("name").is_true() && stored("type").text().is_none_or(|kind| kind == "contact") {
        return Err(OdooError::validation("The operation cannot be completed: Contacts require a name"));
    }
    let mut seen = BTreeSet::from([id]);
    let mut at = id;
    while let Some(parent) = db.stored("res.partner", at, "parent_id").id() {
        if !seen.insert(parent) {
            return Err(OdooError::validation("You cannot create recursive Partner hierarchies."));
        }
        at = parent;
    }
    Ok(())
}

fn check_tag(db: &Database, id: i64) -> Result<(), OdooError> {
    let name = db.stored("project.tags", id, "name");
    let table = db.table("project.tags")?;
    if table.records.iter().any(|(other, record)| *other != id && record.get("name") == Some(name)) {
        return Err(OdooError::validation(
            "The operation cannot be completed: A tag with the same name already exists.",
        ));
    }
    Ok(())
}

/// Refuses what the caller may not use in a value: a stage of somebody else, an activity on a record they may not see, a file
/// on one that they may not change.
pub fn refuse_hidden(view: View<'_>, model: &str, values: &Map<String, Json>) -> Result<(), OdooError> {
    let id = |name: &str| values.get(name).and_then(Json::as_i64);
    match (model, id("stage_id"), id("res_model_id"), id("res_id")) {
        ("project.task", Some(stage), ..) => view.check_rules("project.task.type", &[stage], Operation::Read),
        ("mail.activity", _, Some(of_model), Some(of)) => match view.db.stored("ir.model", of_model, "model").text() {
            Some(document) if view.db.tables.contains_key(document) => view.check_document(document, of),
            _ => Ok(()),
        },
        ("ir.attachment", _, _, Some(of)) => match values.get("res_model").and_then(Json::as_str) {
            Some(document) if view.db.tables.contains_key(document) => {
                view.check_rights(document, Operation::Write)?;
                view.check_rules(document, &[of], Operation::Write)
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Refuses text in place of an id of a new record, in the words of PostgreSQL.
pub fn refuse_texts_for_ids(view: View<'_>, model: &str, values: &Map<String, Json>) -> Result<(), OdooError> {
    let fields = &view.table(model)?.model.fields;
    let of_links =
        values.iter().filter(|(name, _)| fields.get(*name).is_some_and(|field| field.kind == Kind::Many2one));
    match of_links.filter_map(|(_, value)| value.as_str()).next() {
        None => Ok(()),
        Some(text) => {
            let now = timestamp(view.db.now);
            let before = format!("LINE 1: ...ite_uid\") VALUES (true, '{now}', 0, ");
            let caret = format!("{}^", " ".repeat(before.len()));
            Err(OdooError::new(
                "psycopg2.errors.InvalidTextRepresentation",
                format!(
                    "invalid input syntax for type integer: \"{text}\"\n{before}'{text}', '{}...\n{caret}\n",
                    &now[..3]
                ),
            ))
        }
    }
}

/// Partners of users cannot be deleted.
pub fn refuse_partners_of_users(db: &Database, ids: &[i64]) -> Result<(), OdooError> {
    let users: Vec<&str> = db
        .accounts
        .iter()
        .filter(|account| db.is_active(account.uid))
        .filter(|account| db.stored("res.users", account.uid, "partner_id").id().is_some_and(|id| ids.contains(&id)))
        .filter_map(|account| {
            let partner = db.stored("res.users", account.uid, "partner_id").id()?;
            db.stored("res.partner", partner, "name").text()
        })
        .collect();
    if users.is_empty() {
        return Ok(());
    }
    Err(OdooError::validation(format!(
        "You cannot delete contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\n{}",
        users.join(", ")
    )))
}

/// A many2one has to point to a record that is there.
pub fn check_link(db: &Database, model: &str, name: &str, field: &Field, value: &Value) -> Result<(), OdooError> {
    let (Value::Link(id), Some(relation)) = (value, &field.relation) else {
        return Ok(());
    };
    if db.tables.get(relation).is_none_or(|table| table.records.contains_key(id)) {
        return Ok(());
    }
    Err(OdooError::validation(format!(
        "The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\nModel: {} ({model})\nConstraint: {}_{name}_fkey\n",
        db.table(model)?.model.description,
        model.replace('.', "_"),
    )))
}

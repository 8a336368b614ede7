//! What must hold, and the errors where it does not.

use std::collections::BTreeSet;

use super::database::Database;
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

fn check_partner(db: &Database, id: i64) -> Result<(), OdooError> {
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

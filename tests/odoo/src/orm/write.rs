//! Creating, changing and deleting records. A call that fails leaves nothing behind: the caller puts its snapshot back.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta, Timelike as _};
use serde_json::{Map, Value as Json, json};

use super::access::Operation;
use super::convert;
use super::database::{Database, Record, timestamp};
use super::model::{Field, Kind};
use super::value::Value;
use super::view::{Env, View};
use crate::error::OdooError;

/// Creates one record and returns its id.
pub fn create(db: &mut Database, env: &Env, model: &str, values: &Map<String, Json>) -> Result<i64, OdooError> {
    View::new(db, env).check_rights(model, Operation::Create)?;
    let values = with_defaults(View::new(db, env), model, values)?;
    let mut record = Record::new();
    for (name, stamp) in stamps(db, env, &["create", "write"]) {
        record.insert(name, stamp);
    }
    let id = db.table_mut(model)?.insert(record);
    store(db, env, model, id, &values)?;
    check(db, env, model, id)?;
    Ok(id)
}

/// Changes records.
pub fn write(
    db: &mut Database,
    env: &Env,
    model: &str,
    ids: &[i64],
    values: &Map<String, Json>,
) -> Result<(), OdooError> {
    View::new(db, env).check_rights(model, Operation::Write)?;
    exist(db, env, model, ids)?;
    View::new(db, env).check_rules(model, ids, Operation::Write)?;
    for id in ids {
        store(db, env, model, *id, values)?;
        for (name, stamp) in stamps(db, env, &["write"]) {
            db.table_mut(model)?.records.entry(*id).or_default().insert(name, stamp);
        }
        check(db, env, model, *id)?;
    }
    Ok(())
}

/// Deletes records and every link to them.
pub fn unlink(db: &mut Database, env: &Env, model: &str, ids: &[i64]) -> Result<(), OdooError> {
    View::new(db, env).check_rights(model, Operation::Unlink)?;
    exist(db, env, model, ids)?;
    View::new(db, env).check_rules(model, ids, Operation::Unlink)?;
    if model == "res.partner" {
        refuse_partners_of_users(db, ids)?;
    }
    for id in ids {
        db.table_mut(model)?.records.shift_remove(id);
    }
    forget_links(db, model, ids);
    Ok(())
}

/// Archives records, or brings them back. An archived user may no longer sign in.
pub fn archive(db: &mut Database, env: &Env, model: &str, ids: &[i64], active: bool) -> Result<(), OdooError> {
    write(db, env, model, ids, &Map::from_iter([("active".to_owned(), json!(active))]))?;
    if model == "res.users" {
        for account in db.accounts.iter_mut().filter(|account| ids.contains(&account.uid)) {
            account.active = active;
        }
    }
    Ok(())
}

/// The defaults of a model for fields that the values do not name.
pub fn defaults(view: View<'_>, model: &str, fields: &[String]) -> Result<Map<String, Json>, OdooError> {
    let mut defaults = Map::new();
    for name in fields {
        let from_context = view.env.context.get(&format!("default_{name}"));
        let default = match from_context {
            Some(value) => Some(value.clone()),
            None => view.field(model, name)?.default.as_ref().map(|default| match default.as_str() {
                Some("$uid") => json!(view.env.uid),
                Some("$uids") => json!([view.env.uid]),
                Some("$partners") => json!([view.db.stored("res.users", view.env.uid, "partner_id").id()]),
                Some("$today") => json!(view.db.now.date().to_string()),
                Some("$next_half_hour") => json!(timestamp(next_half_hour(view.db.now))),
                Some("$an_hour_later") => json!(timestamp(next_half_hour(view.db.now) + TimeDelta::hours(1))),
                _ => default.clone(),
            }),
        };
        if let Some(value) = default {
            defaults.insert(name.clone(), value);
        }
    }
    Ok(defaults)
}

fn with_defaults(view: View<'_>, model: &str, values: &Map<String, Json>) -> Result<Map<String, Json>, OdooError> {
    let missing: Vec<String> =
        view.table(model)?.model.fields.keys().filter(|name| !values.contains_key(*name)).cloned().collect();
    let mut all = defaults(view, model, &missing)?;
    all.extend(values.clone());
    Ok(all)
}

/// When a meeting starts that nobody gave a time.
fn next_half_hour(now: NaiveDateTime) -> NaiveDateTime {
    let minutes = i64::from(30 - now.minute() % 30);
    now - TimeDelta::seconds(i64::from(now.second())) + TimeDelta::minutes(minutes)
}

fn stamps(db: &Database, env: &Env, which: &[&str]) -> Vec<(String, Value)> {
    // The database keeps microseconds that no answer shows.
    let stamp = format!("{}.500000", timestamp(db.now));
    which
        .iter()
        .flat_map(|event| {
            [(format!("{event}_date"), Value::Text(stamp.clone())), (format!("{event}_uid"), Value::Link(env.uid))]
        })
        .collect()
}

fn store(db: &mut Database, env: &Env, model: &str, id: i64, values: &Map<String, Json>) -> Result<(), OdooError> {
    for (name, value) in values {
        let field = View::new(db, env).field(model, name)?.clone();
        if is_derived(View::new(db, env), model, id, name, &field) {
            continue;
        }
        match (field.kind, &field.inverse) {
            (Kind::One2many, Some(inverse)) => {
                for command in value.as_array().into_iter().flatten() {
                    one2many_command(db, env, &field, inverse, id, command)?;
                }
            }
            (Kind::Many2many, Some(owner_side)) => mirror(db, env, &field, owner_side, (model, name, id), value)?,
            (Kind::Many2many, None) => {
                let links = links_after(db, env, &field, db.stored(model, id, name).ids().to_vec(), value)?;
                set(db, model, id, name, Value::Links(links))?;
            }
            _ => {
                let value = convert::to_value(model, name, &field, value)?;
                check_link(db, model, name, &field, &value)?;
                set(db, model, id, name, value)?;
            }
        }
    }
    Ok(())
}

/// Related and computed fields take a value without an error and drop it.
fn is_derived(view: View<'_>, model: &str, id: i64, name: &str, field: &Field) -> bool {
    field.related.is_some() || view.computed(model, id, name).is_some() || name == "id"
}

fn set(db: &mut Database, model: &str, id: i64, name: &str, value: Value) -> Result<(), OdooError> {
    let record = db.table_mut(model)?.records.entry(id).or_default();
    match value {
        Value::Empty => record.remove(name),
        value => record.insert(name.to_owned(), value),
    };
    Ok(())
}

/// The links of a many2many after commands such as `[4, id]` or `[6, 0, ids]`, or a plain list of ids.
fn links_after(
    db: &mut Database,
    env: &Env,
    field: &Field,
    mut links: Vec<i64>,
    value: &Json,
) -> Result<Vec<i64>, OdooError> {
    let relation = field.relation.clone().unwrap_or_default();
    let items = value.as_array().cloned().unwrap_or_default();
    if items.iter().all(Json::is_number) {
        return Ok(items.iter().filter_map(Json::as_i64).collect());
    }
    for command in &items {
        let id = command.get(1).and_then(Json::as_i64).unwrap_or_default();
        match command.get(0).and_then(Json::as_i64) {
            Some(0) => links.push(create(db, env, &relation, &values_of(command))?),
            Some(1) => write(db, env, &relation, &[id], &values_of(command))?,
            Some(2) => {
                unlink(db, env, &relation, &[id])?;
                links.retain(|link| *link != id);
            }
            Some(3) => links.retain(|link| *link != id),
            Some(4) if !links.contains(&id) => links.push(id),
            Some(5) => links.clear(),
            Some(6) => {
                links = command.get(2).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_i64).collect()
            }
            _ => {}
        }
    }
    Ok(links)
}

/// A many2many that is kept on the other side: every record there gains or loses this id.
fn mirror(
    db: &mut Database,
    env: &Env,
    field: &Field,
    owner_side: &str,
    (model, name, id): (&str, &str, i64),
    value: &Json,
) -> Result<(), OdooError> {
    let relation = field.relation.clone().unwrap_or_default();
    let before = View::new(db, env).value(model, id, name).ids().to_vec();
    let after: BTreeSet<i64> = links_after(db, env, field, before, value)?.into_iter().collect();
    for (other, record) in &mut db.table_mut(&relation)?.records {
        let mut links = record.get(owner_side).map(|links| links.ids().to_vec()).unwrap_or_default();
        links.retain(|link| *link != id);
        if after.contains(other) {
            links.push(id);
        }
        record.insert(owner_side.to_owned(), Value::Links(links));
    }
    Ok(())
}

fn one2many_command(
    db: &mut Database,
    env: &Env,
    field: &Field,
    inverse: &str,
    id: i64,
    command: &Json,
) -> Result<(), OdooError> {
    let relation = field.relation.clone().unwrap_or_default();
    let other = command.get(1).and_then(Json::as_i64).unwrap_or_default();
    let back = |to: Json| Map::from_iter([(inverse.to_owned(), to)]);
    match command.get(0).and_then(Json::as_i64) {
        Some(0) => {
            let mut values = values_of(command);
            values.extend(back(json!(id)));
            create(db, env, &relation, &values).map(|_| ())
        }
        Some(1) => write(db, env, &relation, &[other], &values_of(command)),
        Some(2) => unlink(db, env, &relation, &[other]),
        Some(3) => write(db, env, &relation, &[other], &back(json!(false))),
        Some(4) => write(db, env, &relation, &[other], &back(json!(id))),
        _ => Ok(()),
    }
}

fn values_of(command: &Json) -> Map<String, Json> {
    command.get(2).and_then(Json::as_object).cloned().unwrap_or_default()
}

fn check_link(db: &Database, model: &str, name: &str, field: &Field, value: &Value) -> Result<(), OdooError> {
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

fn exist(db: &Database, env: &Env, model: &str, ids: &[i64]) -> Result<(), OdooError> {
    let table = db.table(model)?;
    match ids.iter().find(|id| !table.records.contains_key(*id)) {
        Some(id) => Err(OdooError::missing(&format!("{model}({id},)"), env.uid)),
        None => Ok(()),
    }
}

/// What must hold for a record whatever way it came to be so.
fn check(db: &Database, env: &Env, model: &str, id: i64) -> Result<(), OdooError> {
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

fn refuse_partners_of_users(db: &Database, ids: &[i64]) -> Result<(), OdooError> {
    let users: Vec<&str> = db
        .accounts
        .iter()
        .filter(|account| account.active)
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

/// Many2one fields to a deleted record become empty; lists lose it.
fn forget_links(db: &mut Database, model: &str, gone: &[i64]) {
    for table in db.tables.values_mut().map(Arc::make_mut) {
        let names: Vec<String> = table
            .model
            .fields
            .iter()
            .filter(|(_, field)| field.relation.as_deref() == Some(model))
            .map(|(name, _)| name.clone())
            .collect();
        for record in table.records.values_mut() {
            for name in &names {
                match record.get_mut(name) {
                    Some(Value::Link(id)) if gone.contains(id) => drop(record.remove(name)),
                    Some(Value::Links(ids)) => ids.retain(|id| !gone.contains(id)),
                    _ => {}
                }
            }
        }
    }
}

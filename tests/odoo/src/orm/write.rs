//! Creating, changing and deleting records. A call that fails leaves nothing behind: the caller puts its snapshot back.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::access::Operation;
use super::automation;
use super::check::{check, check_link, refuse_hidden, refuse_partners_of_users, refuse_texts_for_ids};
use super::complete;
use super::convert;
use super::database::{Database, Record, timestamp};
use super::links::{links_after, mirror, one2many_command};
use super::model::{Field, Kind};
use super::tracking;
use super::value::Value;
use super::view::{Env, View};
use crate::error::OdooError;

/// Creates one record and returns its id.
pub fn create(db: &mut Database, env: &Env, model: &str, given: &Map<String, Json>) -> Result<i64, OdooError> {
    View::new(db, env).check_rights(model, Operation::Create)?;
    let values = complete::new_record(db, env, model, given)?;
    refuse_hidden(View::new(db, env), model, &values)?;
    refuse_texts_for_ids(View::new(db, env), model, &values)?;
    let mut record = Record::new();
    for (name, stamp) in stamps(db, env, &["create", "write"]) {
        record.insert(name, stamp);
    }
    let id = db.table_mut(model)?.insert(record);
    store(db, env, model, id, &values)?;
    check(db, env, model, id)?;
    complete::spread(db, env, model, id, given)?;
    automation::ring(db, model, id, None);
    View::new(db, env).check_rules(model, &[id], Operation::Create)?;
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
    refuse_hidden(View::new(db, env), model, values)?;
    for id in ids {
        let before = db.table(model)?.records.get(id).cloned();
        let tracked = tracking::before(View::new(db, env), model, *id);
        let values = complete::change(View::new(db, env), model, *id, values);
        store(db, env, model, *id, &values)?;
        for (name, stamp) in stamps(db, env, &["write"]) {
            db.table_mut(model)?.records.entry(*id).or_default().insert(name, stamp);
        }
        check(db, env, model, *id)?;
        complete::spread(db, env, model, *id, &values)?;
        tracking::after(db, env, model, *id, &tracked)?;
        automation::ring(db, model, *id, before.as_ref());
    }
    if model == "res.users" {
        db.forget_secrets(ids);
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
    db.xml_ids.retain(|_, (of_model, id)| of_model != model || !ids.contains(id));
    Ok(())
}

impl Database {
    /// Takes away every record of a model from that id on, with all links to them, and gives that id to the next one.
    pub fn rewind(&mut self, model: &str, id: i64) {
        let Some(table) = self.tables.get_mut(model).map(Arc::make_mut) else { return };
        let gone: Vec<i64> = table.records.keys().copied().filter(|known| *known >= id).collect();
        table.records.retain(|known, _| *known < id);
        table.continue_at(id);
        forget_links(self, model, &gone);
    }
}

fn stamps(db: &Database, env: &Env, which: &[&str]) -> Vec<(String, Value)> {
    // The database keeps microseconds that no answer shows; calls within the same second differ in them.
    let stamp = format!("{}.{:06}", timestamp(db.now), 500_000 + db.calls % 500_000);
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

fn exist(db: &Database, env: &Env, model: &str, ids: &[i64]) -> Result<(), OdooError> {
    let table = db.table(model)?;
    match ids.iter().find(|id| !table.records.contains_key(*id)) {
        Some(id) => Err(OdooError::missing(&format!("{model}({id},)"), env.uid)),
        None => Ok(()),
    }
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

//! Writing x2many fields: commands such as `[4, id]` or `[6, 0, ids]`, or a plain list of ids.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::database::Database;
use super::model::Field;
use super::value::Value;
use super::view::{Env, View};
use super::write::{create, unlink, write};
use crate::error::OdooError;

/// The links of a many2many after the commands.
pub fn links_after(
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
pub fn mirror(
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

/// One command of a one2many: it is about the records that point here.
pub fn one2many_command(
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

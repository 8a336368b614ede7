//! Whether the records are still as they were when people reviewed the proposal, and what they hold before they change.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Change, Progress};
use crate::odoo::document::STATE;
use crate::odoo::{Connection, OdooError, Row};
use crate::order;
use crate::proposal::{Effect, Model, Operation, Proposal};
use crate::text::hexadecimal;

const STAMP: &str = "write_date";
/// Longer texts are kept as their digest: enough to see that they changed, not enough to bring them back.
const TEXT_BYTES_MAX: usize = 8 << 10;

/// What was found.
pub(super) enum Before {
    /// Everything is as it was. For each operation that is still to run, what its record holds.
    Same(BTreeMap<usize, Change>),
    /// Somebody changed or removed a record since; a sentence that says which.
    Changed(String),
}

/// Reads the records of all operations that are still to run, one call a model.
pub(super) fn look(odoo: &Connection<'_>, proposal: &Proposal) -> Result<Before, OdooError> {
    let open: Vec<_> = open_operations(proposal).collect();
    let mut wanted: BTreeMap<Model, (Vec<i64>, Vec<&str>)> = BTreeMap::new();
    for (_, operation) in &open {
        for (model, id, fields) in needs(operation) {
            let (ids, names) = wanted.entry(model).or_default();
            ids.push(id);
            names.push(STAMP);
            names.extend(fields);
        }
    }
    let mut rows: BTreeMap<(Model, i64), Row> = BTreeMap::new();
    for (model, (mut ids, mut fields)) in wanted {
        order::sort(&mut ids);
        ids.dedup();
        order::sort(&mut fields);
        fields.dedup();
        for row in odoo.read(model.name(), &ids, &fields)? {
            if let Some(id) = row.id() {
                rows.insert((model, id), row);
            }
        }
    }
    let mut before = BTreeMap::new();
    for (index, operation) in open {
        if let Some(sentence) = changed(proposal, operation, &rows) {
            return Ok(Before::Changed(sentence));
        }
        if let Some((id, fields)) = target(operation)
            && let Some(row) = rows.get(&(operation.model, id))
        {
            before.insert(index, old(operation.model, id, fields, row));
        }
    }
    Ok(Before::Same(before))
}

/// What a record holds in these fields, as it is kept; long texts as their digest.
pub(super) fn kept(row: &Row, fields: impl Iterator<Item = String>) -> Map<String, Value> {
    order::filled(fields.filter_map(|field| Some((field.clone(), short(row.raw(&field)?)))))
}

/// Its `write_date`; empty if it was not read.
pub(super) fn stamp(row: &Row) -> String {
    row.text(STAMP).unwrap_or_default().to_owned()
}

fn open_operations(proposal: &Proposal) -> impl Iterator<Item = (usize, &Operation)> {
    let is_open =
        |index: &usize| proposal.execution.steps.get(*index).is_none_or(|step| step.progress != Progress::Done);
    proposal.operations.iter().enumerate().filter(move |(index, _)| is_open(index))
}

/// Records that have to be looked at, with the fields that matter.
fn needs(operation: &Operation) -> Vec<(Model, i64, Vec<&str>)> {
    let mut needs: Vec<_> = operation
        .preconditions
        .iter()
        .map(|condition| (condition.model, condition.id, condition.old.keys().map(String::as_str).collect()))
        .collect();
    needs.extend(target(operation).map(|(id, fields)| (operation.model, id, fields)));
    needs
}

/// The record that changes, and in which fields.
pub(super) fn target(operation: &Operation) -> Option<(i64, Vec<&str>)> {
    match &operation.effect {
        Effect::Write { id, values } => Some((*id, values.keys().map(String::as_str).collect())),
        Effect::Decide { id, .. } => Some((*id, vec![STATE])),
        Effect::Create { .. } | Effect::Note { .. } | Effect::File { .. } | Effect::Finish { .. } => None,
    }
}

fn changed(proposal: &Proposal, operation: &Operation, rows: &BTreeMap<(Model, i64), Row>) -> Option<String> {
    for condition in &operation.preconditions {
        let name = format!("{} {}", condition.model.name(), condition.id);
        let Some(row) = rows.get(&(condition.model, condition.id)) else {
            return Some(format!("{name} is not in Odoo any more."));
        };
        // What this proposal itself has written since is no surprise.
        let own = proposal.execution.steps.iter().flat_map(|step| &step.journal).rev();
        let own = own.into_iter().find(|change| change.model == condition.model && change.id == condition.id);
        let expected = match own {
            Some(change) if change.write_date.is_empty() => continue,
            Some(change) => change.write_date.as_str(),
            None => condition.write_date.as_str(),
        };
        if !expected.is_empty() && stamp(row) != expected {
            return Some(format!("{name} was changed in Odoo since."));
        }
        let moved = |(field, old): &(&String, &Value)| {
            row.raw(field).is_some_and(|now| normal(now) != normal(old)) && own.is_none()
        };
        if let Some((field, _)) = condition.old.iter().find(moved) {
            return Some(format!("`{field}` of {name} was changed in Odoo since."));
        }
    }
    None
}

fn old(model: Model, id: i64, fields: Vec<&str>, row: &Row) -> Change {
    let old = kept(row, fields.into_iter().map(ToOwned::to_owned));
    Change { model, id, is_new: false, old, new: Map::new(), write_date: String::new() }
}

/// Two ways to spell the same: a reference with and without its label, nothing as `false` and as `null`.
pub(in crate::proposal) fn normal(value: &Value) -> Value {
    match value {
        Value::Null => Value::Bool(false),
        Value::Array(pair) => match pair.as_slice() {
            [id, Value::String(_)] if id.is_i64() => id.clone(),
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

/// A value as it is kept: a long text as its digest.
pub(in crate::proposal) fn short(value: &Value) -> Value {
    match value {
        Value::String(text) if text.len() > TEXT_BYTES_MAX => digest_of(text),
        other => other.clone(),
    }
}

/// How a long text is kept.
fn digest_of(text: &str) -> Value {
    use sha2::{Digest, Sha256};

    serde_json::json!({ "sha256": hexadecimal(&Sha256::digest(text)) })
}

//! What became of a write whose answer never came: found out by reading, never by sending it again.

use std::time::Duration;

use serde_json::{Map, Value};

use super::before::normal;
use super::sending::{external_names, find_external};
use super::{Step, Way, note};
use crate::odoo::document::STATE;
use crate::odoo::{Connection, Fault, Filter, OdooError, Row, Search, When};
use crate::order;
use crate::ports::Timestamp;
use crate::proposal::{Effect, Model, Operation, Proposal};

/// As long as that a write may still be on its way inside Odoo, whose own limit for one call is two minutes.
pub(super) const IN_FLIGHT: Duration = Duration::from_secs(5 * 60);
/// Clocks of Mattermost and Odoo may differ by so much.
const SKEW: Duration = Duration::from_secs(2 * 60);
/// Candidates that are looked at; two are too many already.
const CANDIDATES_MAX: u32 = 5;

/// What reading told.
pub(super) enum Settled {
    /// It was written.
    Done(Vec<i64>),
    /// It was not written, and no longer can be.
    Missing,
    /// Not to be seen; it may still come until then.
    TooEarly(Timestamp),
    /// Reading does not tell; a sentence why.
    Unclear(String),
}

/// Looks for what one operation would have written.
pub(super) fn look(
    odoo: &Connection<'_>,
    proposal: &Proposal,
    index: usize,
    now: Timestamp,
) -> Result<Settled, OdooError> {
    let (Some(operation), Some(step)) = (proposal.operations.get(index), proposal.execution.steps.get(index)) else {
        return Ok(Settled::Missing);
    };
    let sent_at = step.sent_at.unwrap_or(now);
    let found = match (&operation.effect, step.way) {
        (Effect::Create { .. }, Way::Load) | (Effect::File { .. }, _) => {
            by_external_id(odoo, proposal, index, operation)?
        }
        (Effect::Create { values }, Way::Plain) => by_values(odoo, operation.model, values, sent_at)?,
        (Effect::Write { id, values }, _) => by_comparing(odoo, operation.model, *id, values, step)?,
        (Effect::Note { id, .. }, _) => {
            let found = note::find(odoo, operation.model.name(), &[*id], &note::mark_of_step(proposal, index))?;
            found.into_iter().map(|(message, _)| message).next().map(|message| Settled::Done(vec![message]))
        }
        (Effect::Decide { id, after, .. }, _) => by_state(odoo, operation, *id, after)?,
        (Effect::Finish { id, res_model, res_id, .. }, _) => {
            let told = note::find(odoo, res_model, &[*res_id], &note::mark_of_step(proposal, index))?;
            if told.is_empty() { by_absence(odoo, *id)? } else { Some(Settled::Done(vec![*id])) }
        }
    };
    let until = sent_at.after(IN_FLIGHT);
    Ok(found.unwrap_or(if now < until { Settled::TooEarly(until) } else { Settled::Missing }))
}

/// Each record has an id that only this operation gives: all of them are there, or none.
fn by_external_id(
    odoo: &Connection<'_>,
    proposal: &Proposal,
    index: usize,
    operation: &Operation,
) -> Result<Option<Settled>, OdooError> {
    let mut ids = Vec::new();
    for name in external_names(proposal, index) {
        match find_external(odoo, operation.written_model(), &name)? {
            Some(id) => ids.push(id),
            None => return Ok(None),
        }
    }
    Ok(Some(Settled::Done(ids)))
}

/// Records by this account since then with the same values: as many as wanted are those, more are a riddle.
fn by_values(
    odoo: &Connection<'_>,
    model: Model,
    records: &[Map<String, Value>],
    sent_at: Timestamp,
) -> Result<Option<Settled>, OdooError> {
    let user = odoo.user_id()?;
    let since = Timestamp(sent_at.0.saturating_sub(i64::try_from(SKEW.as_millis()).unwrap_or(0)));
    let mut ids: Vec<i64> = Vec::new();
    for values in records {
        let mut filters = vec![Filter::Is("create_uid", user.0), Filter::Since("create_date", When::Moment(since))];
        filters.extend(distinctive(model, values));
        let search = Search {
            model: model.name(),
            filter: &Filter::All(filters),
            fields: &["id"],
            order: "id asc",
            limit: CANDIDATES_MAX,
        };
        let rows = odoo.search_read(&search)?;
        let twins = records.iter().filter(|other| distinctive(model, other) == distinctive(model, values)).count();
        if rows.is_empty() {
            return Ok(None);
        }
        if rows.len() != twins {
            let text = format!("Several {} in Odoo look like what this proposal would have made.", model.name());
            return Ok(Some(Settled::Unclear(text)));
        }
        let next = rows.iter().filter_map(Row::id).find(|id| !ids.contains(id));
        ids.extend(next);
    }
    Ok(Some(Settled::Done(ids)))
}

/// An activity that nobody marked as done is still there. One that is gone, without the feedback of this proposal on its
/// record, may have been finished by somebody else.
fn by_absence(odoo: &Connection<'_>, id: i64) -> Result<Option<Settled>, OdooError> {
    let model = Model::Activity.name();
    let rows = odoo.read(model, &[id], &odoo.fields(model, &["active"])?)?;
    if rows.first().is_some_and(|row| row.flag("active") != Some(false)) {
        return Ok(None);
    }
    let text = format!("{model} {id} is not open any more, and its record does not tell whether this proposal did it.");
    Ok(Some(Settled::Unclear(text)))
}

/// A document is where the button leads to, or still where it was.
fn by_state(
    odoo: &Connection<'_>,
    operation: &Operation,
    id: i64,
    after: &[String],
) -> Result<Option<Settled>, OdooError> {
    let model = operation.model.name();
    let rows = odoo.read(model, &[id], &[STATE])?;
    let Some(state) = rows.first().and_then(|row| row.text(STATE)) else {
        return Ok(Some(Settled::Unclear(format!("{model} {id} is not in Odoo any more."))));
    };
    if after.iter().any(|after| after == state) {
        return Ok(Some(Settled::Done(vec![id])));
    }
    let before = operation.preconditions.first().and_then(|condition| condition.old.get(STATE)?.as_str());
    if before == Some(state) {
        return Ok(None);
    }
    Ok(Some(Settled::Unclear(format!("{model} {id} is in the state `{state}`, where this proposal does not lead."))))
}

/// What became of a button that Odoo took.
///
/// # Errors
/// [`OdooError::Unmoved`] if the document is where it was; [`OdooError::Unclear`] if reading does not tell.
pub(super) fn confirm(
    odoo: &Connection<'_>,
    operation: &Operation,
    id: i64,
    after: &[String],
) -> Result<Vec<i64>, OdooError> {
    let fault = |message: String| Fault { name: STATE.into(), message };
    match by_state(odoo, operation, id, after) {
        Ok(Some(Settled::Done(ids))) => Ok(ids),
        Ok(None) => Err(OdooError::Unmoved(fault(format!("{} {id} kept its state", operation.model.name())))),
        Ok(Some(Settled::Unclear(text))) => Err(OdooError::Unclear(fault(text))),
        Ok(Some(Settled::Missing | Settled::TooEarly(_))) => Err(OdooError::Unclear(fault(String::new()))),
        Err(error) => Err(OdooError::Unclear(fault(error.to_string()))),
    }
}

/// The texts by which a record is known.
fn distinctive(model: Model, values: &Map<String, Value>) -> Vec<Filter> {
    let fields: &[&'static str] = match model {
        Model::Partner => &["name", "email", "phone"],
        Model::Lead => &["name", "email_from", "phone"],
        Model::Project => &["name"],
        Model::Task => &["name"],
        Model::Activity => &["summary"],
        Model::Event => &["name", "start"],
        // Nothing makes them.
        Model::Purchase | Model::ExpenseReport | Model::Expense | Model::Leave | Model::Own(_) => &[],
    };
    let text = |field: &&'static str| {
        let text = values.get(*field)?.as_str().filter(|text| !text.is_empty())?;
        Some(Filter::Equals(field, text.to_owned()))
    };
    let references = ["project_id", "res_id"].into_iter();
    let reference = |field: &'static str| Some(Filter::Is(field, values.get(field)?.as_i64()?));
    fields.iter().filter_map(text).chain(references.filter_map(reference)).collect()
}

/// The record holds the new values, or still the old ones.
fn by_comparing(
    odoo: &Connection<'_>,
    model: Model,
    id: i64,
    values: &Map<String, Value>,
    step: &Step,
) -> Result<Option<Settled>, OdooError> {
    let fields: Vec<_> = values.keys().map(String::as_str).collect();
    let rows = odoo.read(model.name(), &[id], &fields)?;
    let Some(row) = rows.first() else {
        return Ok(Some(Settled::Unclear(format!("{} {id} is not in Odoo any more.", model.name()))));
    };
    let old = step.journal.first().map(|change| &change.old);
    let is_new = |field: &String| row.raw(field).is_some_and(|now| same(now, values.get(field)));
    let is_old = |field: &String| row.raw(field).map(normal) == old.and_then(|old| old.get(field)).map(normal);
    if values.keys().all(is_new) {
        return Ok(Some(Settled::Done(vec![id])));
    }
    if values.keys().all(is_old) {
        return Ok(None);
    }
    Ok(Some(Settled::Unclear(format!(
        "{} {id} holds neither what it held before nor what this proposal writes.",
        model.name()
    ))))
}

/// Whether a field that was read holds what was written; Odoo spells some values its own way.
fn same(now: &Value, written: Option<&Value>) -> bool {
    let Some(written) = written else { return false };
    match (normal(now), normal(written)) {
        (Value::Array(ids), Value::Array(commands)) => match commands.as_slice() {
            [Value::Array(set)] if set.first() == Some(&6.into()) => set.get(2).is_some_and(|set| {
                let sorted = |ids: &Value| {
                    let mut ids: Vec<_> = ids.as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
                    order::sort(&mut ids);
                    ids
                };
                sorted(set) == sorted(&Value::Array(ids))
            }),
            _ => false,
        },
        (Value::Number(now), Value::Number(written)) => now.as_f64() == written.as_f64(),
        // An address without a scheme gets one, markup gets a paragraph.
        (Value::String(now), Value::String(written)) => {
            let written = written.replace("<br/>", "<br>");
            now == written || now == format!("http://{written}") || now == format!("<p>{written}</p>")
        }
        (now, written) => now == written,
    }
}

//! Back to how it was (requirement 5.5): what a proposal changed is proposed the other way round, under the same policy.

mod back;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::execution::{Change as Record, Progress, connect};
use super::make::Plan;
use super::{Effect, Model, Origin, Proposal, Proposals, ProposeError, Proposer, Shown, State, keep, policy};
use crate::access::{self, Action};
use crate::identity::Identity;
use crate::odoo::{Connection, OdooError, Row};
use crate::order;
use crate::organisation::{self, FenceError};
use crate::ports::Deps;
use crate::say;
use crate::settings::Settings;
use crate::store::{Change, StoreError};
use crate::text;

/// Why there is no undo.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum UndoError {
    /// A sentence.
    #[error("{0}")]
    Refused(String),
    /// It could not be proposed.
    #[error(transparent)]
    Propose(#[from] ProposeError),
}

/// Whether there is anything that could be undone, as far as can be said without asking Odoo.
#[must_use]
pub fn is_possible(proposal: &Proposal) -> bool {
    matches!(proposal.state, State::Done | State::Partial) && !records(proposal).is_empty() && !has_guests(proposal)
}

/// Proposes to undo a proposal, for `user_id` and with the card in the thread of the old one.
///
/// # Errors
/// See [`UndoError`].
pub fn propose(
    deps: &Deps<'_>,
    settings: &Settings,
    identity: &Identity,
    old: &Proposal,
    user_id: &str,
    way: &str,
) -> Result<Proposal, UndoError> {
    let person = deps
        .chat
        .person(user_id)
        .map_err(|_| refused(deps, text!("Mattermost did not tell this plugin who you are. Try again.")))?;
    access::may(deps, settings, &person, Action::Propose).map_err(UndoError::Refused)?;
    if !deps.chat.may_in_channel(user_id, &old.origin.channel_id, "create_post") {
        return Err(refused(deps, text!("You may not write in the channel of this proposal.")));
    }
    if !matches!(old.state, State::Done | State::Partial) {
        return Err(refused(deps, text!("Only a proposal that was written to Odoo can be undone.")));
    }
    if has_guests(old) {
        return Err(refused(
            deps,
            text!("Invitations were sent for this meeting: cancel it in Odoo, where the guests are told."),
        ));
    }
    let records = records(old);
    if records.is_empty() && old.is_of_approver() {
        return Err(refused(
            deps,
            text!("A decision on a document stays. Take it back in Odoo, where everybody concerned is told."),
        ));
    }
    if records.is_empty() {
        return Err(refused(deps, text!("There is nothing to undo: notes, files and messages that were sent stay.")));
    }
    is_undone(deps, old)?;
    let fence = organisation::fence_in(deps, &old.origin.team_id, &old.origin.channel_id);
    let fence = fence.map_err(|error| match error {
        FenceError::Store(error) => ProposeError::from(error).into(),
        FenceError::Chat(_) => refused(deps, text!("Mattermost did not tell of which team the channel is. Try again.")),
    })?;
    let plan = plan(deps, &connect(deps, &identity.account).within(fence), old, &records)?;
    // An undo of an undo is decided on like the first one.
    let kind = old.draft.get("undoes_kind").and_then(Value::as_str).unwrap_or(&old.kind).to_owned();
    let proposer = Proposer::Person { user_id: user_id.to_owned() };
    let undo = Proposal {
        kind: "undo".into(),
        case_id: old.case_id.clone(),
        draft: json!({"undoes_kind": kind}),
        policy: policy::of(deps, settings, &kind, &proposer, &plan.operations),
        proposer,
        origin: Origin {
            team_id: old.origin.team_id.clone(),
            channel_id: old.origin.channel_id.clone(),
            root_id: old.origin.root_id.clone(),
            way: way.to_owned(),
            ..Origin::default()
        },
        undoes: Some(old.id.clone()),
        ..Proposal::default()
    };
    let undo = keep(deps, settings, undo, plan)?;
    let undone_by = Some(undo.id.clone());
    Proposals::new(deps)
        .update(&old.id, |old| Change::Put(Proposal { undone_by: undone_by.clone(), ..old.clone() }, ()))
        .map_err(ProposeError::from)?;
    Ok(undo)
}

/// What was written and can be changed back.
fn records(proposal: &Proposal) -> Vec<&Record> {
    let steps = proposal.operations.iter().zip(&proposal.execution.steps);
    let done = steps.filter(|(operation, step)| step.progress == Progress::Done && !operation.is_of_approver());
    done.flat_map(|(_, step)| &step.journal).collect()
}

/// Whether other people were invited: Odoo has mailed them, and an archived meeting would mail them nothing.
fn has_guests(proposal: &Proposal) -> bool {
    proposal.operations.iter().any(|operation| match &operation.effect {
        Effect::Create { values } if operation.model == Model::Event => {
            values.iter().any(|values| values.get("partner_ids").is_some_and(|ids| back::links(ids) > 1))
        }
        _ => false,
    })
}

/// An earlier undo that still counts.
fn is_undone(deps: &Deps<'_>, old: &Proposal) -> Result<(), UndoError> {
    let Some(id) = &old.undone_by else { return Ok(()) };
    let earlier = Proposals::new(deps).get(id).map_err(|error: StoreError| ProposeError::from(error))?;
    let Some(earlier) = earlier.map(|saved| saved.value) else { return Ok(()) };
    let counts = !matches!(
        earlier.state,
        State::Rejected | State::Cancelled | State::Expired | State::Superseded | State::Failed
    );
    if counts {
        Err(UndoError::Refused(say!(deps.language, "Proposal `{code}` undoes this one already.", code = earlier.code)))
    } else {
        Ok(())
    }
}

fn plan(deps: &Deps<'_>, odoo: &Connection<'_>, old: &Proposal, records: &[&Record]) -> Result<Plan, UndoError> {
    let shared = deps.for_all().language;
    let summary = say!(shared, "Undo {code}: {summary}", code = old.code, summary = old.summary);
    let mut plan = Plan { summary, ..Plan::default() };
    // What was done last goes back first.
    for record in records.iter().rev() {
        let row = read(odoo, record).map_err(ProposeError::from)?;
        let name = format!("{} {}", record.model.name(), record.id);
        let row = row.ok_or_else(|| {
            UndoError::Refused(say!(deps.language, "{record} is not in Odoo any more.", record = name))
        })?;
        if let Some(field) = back::moved(record, &row) {
            let field = label(odoo, record.model, &field).map_err(ProposeError::from)?;
            return Err(UndoError::Refused(say!(
                deps.language,
                "{field} of {record} was changed in Odoo since; this cannot be undone any more.",
                field,
                record = name
            )));
        }
        if record.is_new && !record.write_date.is_empty() && row.text("write_date") != Some(&record.write_date) {
            return Err(UndoError::Refused(say!(
                deps.language,
                "{record} was changed in Odoo since; this cannot be undone any more.",
                record = name
            )));
        }
        let values = back::values(record).map_err(|field| {
            UndoError::Refused(say!(
                deps.language,
                "The old text in `{field}` of {record} was too long to be kept; this cannot be undone.",
                field,
                record = name
            ))
        })?;
        for (field, value) in &values {
            plan.shown.push(Shown {
                label: format!("{}, {name}", label(odoo, record.model, field).map_err(ProposeError::from)?),
                old: Some(back::words(row.raw(field).unwrap_or(&Value::Null))),
                new: back::words(if record.is_new { value } else { record.old.get(field).unwrap_or(&Value::Null) }),
            });
        }
        plan.operations.push(back::operation(record, values, &row));
    }
    let notes = old.operations.iter().any(|operation| matches!(operation.effect, Effect::Note { .. }));
    if notes {
        plan.warnings.push(say!(shared, "The note that was left stays."));
    }
    Ok(plan)
}

fn read(odoo: &Connection<'_>, record: &Record) -> Result<Option<Row>, OdooError> {
    let names: BTreeSet<&str> = order::filled(record.new.keys().chain(record.old.keys()).map(String::as_str));
    let mut fields: Vec<&str> = names.into_iter().collect();
    fields.push("write_date");
    if record.is_new {
        fields.push("active");
    }
    Ok(odoo.read(record.model.name(), &[record.id], &fields)?.into_iter().next())
}

fn label(odoo: &Connection<'_>, model: Model, field: &str) -> Result<String, OdooError> {
    let fields = odoo.describe(model.name())?;
    Ok(fields.get(field).map_or_else(|| field.to_owned(), |field| field.label.clone()))
}

fn refused(deps: &Deps<'_>, sentence: &str) -> UndoError {
    UndoError::Refused(deps.language.tell(sentence))
}

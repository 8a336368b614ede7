//! A draft becomes a proposal: its values are checked, Odoo is asked once for all that they name, and what would be written
//! is kept for review.

mod activity;
mod assignee;
mod check;
mod context;
mod document;
mod event;
mod files;
mod lead;
mod lookup;
mod moment;
mod note;
mod partner;
mod project;
mod questions;
mod record;
mod similar;
mod stages;
mod tasks;

use super::execution::Progress;
use super::{
    Draft, Operation, Origin, Proposal, Proposals, ProposeError, Proposer, Shown, State, card, digest, policy,
};
use crate::ports::{Deps, Level};
use crate::say;
use crate::settings::{Account, Settings};
use crate::store::{Change, StoreError};
use context::Context;

/// The way of a proposal that stands in the place of one whose record changed before it ran.
pub(super) const AGAIN: &str = "execution";

/// The code of the error when the proposal that was to give way was decided meanwhile.
pub(super) const DECIDED: &str = "decided";

/// What somebody asks for, and where its card appears.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Who asks.
    pub proposer: Proposer,
    /// The channel and thread of the card, and the way it came; `post_id` is empty.
    pub origin: Origin,
    /// What for.
    pub draft: Draft,
    /// The id of the proposal in whose place this one stands.
    pub supersedes: Option<String>,
    /// The id of the proposal that this one undoes.
    pub undoes: Option<String>,
}

/// What a proposal would do, as it is found by looking in Odoo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What runs, in this order.
    pub operations: Vec<Operation>,
    /// What the card shows; foreign text.
    pub shown: Vec<Shown>,
    /// What a reviewer should know; plain text that may hold foreign text.
    pub warnings: Vec<String>,
    /// One line; foreign text.
    pub summary: String,
}

/// Makes a proposal of a draft, for the account that would write it: stored as pending, then shown as a card.
///
/// A card that could not be posted is no error: [`card::ensure`] posts it later.
///
/// # Errors
/// See [`ProposeError`]; nothing is kept then.
pub fn propose(
    deps: &Deps<'_>,
    settings: &Settings,
    account: &Account,
    request: &Request,
) -> Result<Proposal, ProposeError> {
    propose_under(deps, settings, account, request, "")
}

/// The same under an id that was chosen before: where it is taken, its proposal is what was asked for, and stays as it is.
///
/// # Errors
/// As those of [`propose`].
pub fn propose_under(
    deps: &Deps<'_>,
    settings: &Settings,
    account: &Account,
    request: &Request,
    id: &str,
) -> Result<Proposal, ProposeError> {
    let context = Context::new(deps, settings, account, request)?;
    let mut plan = match &request.draft {
        Draft::Note(draft) => note::plan(&context, draft)?,
        Draft::Partner(draft) => partner::plan(&context, draft)?,
        Draft::Lead(draft) => lead::plan(&context, draft)?,
        Draft::Project(draft) => project::plan(&context, draft)?,
        Draft::Tasks(draft) => tasks::plan(&context, draft)?,
        Draft::Activity(draft) => activity::plan(&context, draft)?,
        Draft::Event(draft) => event::plan(&context, draft)?,
        Draft::Finish(draft) => activity::finish(&context, draft)?,
        Draft::Reschedule(draft) => activity::reschedule(&context, draft)?,
        Draft::Document(draft) => document::plan(&context, draft)?,
        Draft::Files(draft) => files::plan(&context, draft, &request.origin.channel_id)?,
    };
    if request.origin.way == AGAIN {
        let warning =
            say!(context.shared, "Changed in Odoo since the earlier proposal was made: please review it again.");
        plan.warnings.insert(0, warning);
    }
    let case_id = check::case_id(deps.language, request.draft.case_id())?;
    let proposal = Proposal {
        id: id.into(),
        kind: request.draft.kind().into(),
        case_id,
        draft: request.draft.to_value(),
        proposer: request.proposer.clone(),
        origin: request.origin.clone(),
        supersedes: request.supersedes.clone(),
        undoes: request.undoes.clone(),
        policy: policy::of(deps, settings, request.draft.kind(), &request.proposer, &plan.operations),
        ..Proposal::default()
    };
    keep(deps, settings, proposal, plan)
}

/// Keeps a proposal whose plan is known, and posts its card. `proposal` says who asks, where, for which kind and who decides;
/// the rest of it is filled in here.
///
/// # Errors
/// See [`ProposeError`]; nothing is kept then.
pub fn keep(
    deps: &Deps<'_>,
    settings: &Settings,
    mut proposal: Proposal,
    plan: Plan,
) -> Result<Proposal, ProposeError> {
    let now = deps.clock.now();
    proposal.digest = digest(&plan.operations);
    proposal.operations = plan.operations;
    proposal.shown = plan.shown;
    proposal.warnings = plan.warnings;
    proposal.summary = plan.summary;
    proposal.state = State::Pending;
    proposal.created_at = now;
    proposal.changed_at = now;
    proposal.expires_at = now.after(settings.proposals.ttl);
    check::count(deps.language, &proposal, settings.proposals.operations_max)?;
    check::size(deps.language, &proposal)?;
    // The claim on the card is stored with the proposal: nobody else posts it meanwhile.
    proposal.origin.claimed_until = Some(now.after(card::CLAIM));
    let proposals = Proposals::new(deps);
    if !proposals.create(&mut proposal)?
        && let Some(saved) = proposals.get(&proposal.id)?
    {
        return Ok(saved.value);
    }
    if !succeed(deps, settings, &proposal)? {
        let text = say!(
            deps.language,
            "The earlier proposal was decided meanwhile, so this one was not made. Make a new one."
        );
        return Err(ProposeError::invalid("", DECIDED, text));
    }
    Ok(card::post(deps, settings, proposal))
}

/// Sees to it that the proposal in whose place this one stands gives way. False if it no longer can, because it was decided
/// or has begun to write: then this one is cancelled. Doing it twice does no harm.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn succeed(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Result<bool, StoreError> {
    let Some(old) = &proposal.supersedes else { return Ok(true) };
    let proposals = Proposals::new(deps);
    let outcome = proposals.update(old, |old| {
        if old.superseded_by.as_ref() == Some(&proposal.id) && old.state == State::Superseded {
            return Change::Keep(Way::Gave);
        }
        let has_begun = old.execution.steps.iter().any(|step| step.progress != Progress::Waiting);
        if has_begun || !old.state.may_become(State::Superseded) {
            return Change::Keep(Way::Stays);
        }
        let superseded_by = Some(proposal.id.clone());
        Change::Put(Proposal { state: State::Superseded, superseded_by, ..old.clone() }, Way::Gives)
    })?;
    match outcome {
        Some((_, Way::Gave)) => Ok(true),
        Some((old, Way::Gives)) => {
            if let Err(error) = card::update(deps, settings, &old) {
                let fields = [("proposal", old.id.clone()), ("error", error.to_string())];
                deps.log.write(Level::Warn, "The card of a superseded proposal could not be updated", &fields);
            }
            Ok(true)
        }
        Some((_, Way::Stays)) | None => {
            proposals.update(&proposal.id, |new| {
                let reason = "The earlier proposal was decided meanwhile.".to_owned();
                Change::Put(Proposal { state: State::Cancelled, reason, ..new.clone() }, ())
            })?;
            Ok(false)
        }
    }
}

/// What the old proposal does.
enum Way {
    Gave,
    Gives,
    Stays,
}

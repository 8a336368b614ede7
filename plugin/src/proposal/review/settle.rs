//! A person says what reading could not tell.

use super::{Person, Refused, finish, may_retry};
use crate::audit::{self, Credential, Entry, Who};
use crate::ports::Deps;
use crate::proposal::execution::{self, Progress};
use crate::proposal::{Proposal, Proposals, State};
use crate::settings::Settings;
use crate::store::Change;

/// Takes somebody's word that what nobody knows is in Odoo, or is not.
///
/// # Errors
/// See [`Refused`].
pub fn settle(
    deps: &Deps<'_>,
    settings: &Settings,
    id: &str,
    user_id: &str,
    is_there: bool,
    request_id: &str,
) -> Result<Proposal, Refused> {
    let proposals = Proposals::new(deps);
    let proposal = proposals.get(id)?.ok_or(Refused::Nothing)?.value;
    let person = Person::of(deps, settings, user_id, &proposal)?;
    may_retry(&person, &proposal).map_err(Refused::Policy)?;
    let outcome = proposals.update(id, |old| {
        let is_open = |step: &execution::Step| step.progress == Progress::Sent && step.needs_person;
        if old.state != State::Unknown || !old.execution.steps.iter().any(is_open) {
            return Change::Keep(false);
        }
        let mut new = old.clone();
        for step in new.execution.steps.iter_mut().filter(|step| is_open(step)) {
            step.needs_person = false;
            step.progress = if is_there { Progress::Done } else { Progress::Waiting };
            step.code = "told".into();
            step.error = if is_there { String::new() } else { "Somebody looked: it is not in Odoo.".into() };
        }
        // Through the state in which it is run: what a person settles is what a run could not.
        new.state = execution::state_of(&new.execution.steps);
        new.execution.settles_only = new.state == State::Unknown;
        new.reason = String::new();
        Change::Put(new, true)
    })?;
    let (proposal, is_settled) = outcome.ok_or(Refused::Nothing)?;
    finish(deps, settings, &proposal);
    if !is_settled {
        return Err(Refused::Decided(Box::new(proposal)));
    }
    let entry = Entry {
        who: Who::person(user_id),
        credential: Credential::Session,
        action: "proposal.settle",
        object: id,
        digest: &proposal.digest,
        detail: if is_there { "there" } else { "absent" },
        request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
    Ok(proposal)
}

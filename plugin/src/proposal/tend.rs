//! What happens to proposals without anybody pressing: expiry, reminders, going on with what a process left behind, mending
//! cards and lists that are behind. The job `expire` does it; running it twice at once does no harm.

mod remind;
mod working;

use std::time::Duration;

use super::execution::Why;
use super::review::{carry_out, finish, run_unasked};
use super::{Proposal, Proposals, Saved, State, card};
use crate::audit::{self, Credential, Entry};
use crate::language::Language;
use crate::notify;
use crate::ports::{Deps, Level};
use crate::say;
use crate::settings::Settings;
use crate::store::{Change, StoreError};

/// A job has as long; what is left waits for its next run.
const TIME_MAX: Duration = Duration::from_secs(20);
/// Whose word ran it is given as long before a job does it in their place.
const START_MAX: Duration = Duration::from_secs(60);
/// In the audit and in claims.
const JOB: &str = "job:expire";

/// Goes through the list of the open proposals once.
///
/// # Errors
/// See [`StoreError`] of the list itself; what goes wrong with one proposal is logged and leaves the others.
pub fn tend(deps: &Deps<'_>) -> Result<(), StoreError> {
    let settings = Settings::current(deps).settings;
    let start = deps.clock.now();
    Proposals::new(deps).each_listed(|bucket, saved| {
        let id = saved.value.id.clone();
        if let Err(error) = one(deps, &settings, bucket, saved) {
            let fields = [("proposal", id), ("error", error.to_string())];
            deps.log.write(Level::Warn, "A proposal could not be tended; it is tried again", &fields);
        }
        Ok(deps.clock.now().since(start) < TIME_MAX)
    })
}

fn one(deps: &Deps<'_>, settings: &Settings, bucket: u64, saved: Saved) -> Result<(), Box<dyn std::error::Error>> {
    let proposal = saved.value;
    let now = deps.clock.now();
    match proposal.state {
        State::Pending if now >= proposal.expires_at => return Ok(expire(deps, settings, &proposal.id)?),
        State::Pending if proposal.policy.n == 0 => {
            run_unasked(deps, settings, &proposal.id, "").map_err(|refused| refused.say(Language::En))?;
            return Ok(());
        }
        State::Pending => remind::remind(deps, settings, &proposal)?,
        State::Approved if now.since(proposal.changed_at) < START_MAX => {}
        State::Executing if proposal.execution.is_held(now) => {}
        State::Unknown if proposal.execution.steps.iter().any(|step| step.needs_person) => {}
        State::Approved | State::Executing | State::Unknown => {
            carry_out(deps, settings, &proposal.id, Why::Resume, JOB, Credential::Plugin, "")?;
            return Ok(());
        }
        _ => {
            tell_expiry(deps, &proposal)?;
            mend(deps, settings, &proposal)?;
            return Ok(Proposals::new(deps).leave_bucket(bucket, &proposal.id)?);
        }
    }
    mend(deps, settings, &proposal)
}

/// Nobody decided in time.
fn expire(deps: &Deps<'_>, settings: &Settings, id: &str) -> Result<(), StoreError> {
    let now = deps.clock.now();
    let outcome = Proposals::new(deps).update(id, |old| {
        if old.state != State::Pending || now < old.expires_at {
            return Change::Keep(false);
        }
        Change::Put(Proposal { state: State::Expired, ..old.clone() }, true)
    })?;
    let Some((proposal, true)) = outcome else { return Ok(()) };
    let entry = Entry {
        credential: Credential::Plugin,
        action: "proposal.expire",
        object: id,
        digest: &proposal.digest,
        case_id: proposal.case_id.as_deref(),
        ..Entry::default()
    };
    audit::record(deps, &entry);
    tell_expiry(deps, &proposal)?;
    finish(deps, settings, &proposal);
    Ok(())
}

/// Its proposer hears of it once: the intent is stored first, so that no second message follows a process that died.
fn tell_expiry(deps: &Deps<'_>, proposal: &Proposal) -> Result<(), StoreError> {
    let Some(user_id) = proposal.proposer.person() else { return Ok(()) };
    if proposal.state != State::Expired || proposal.is_expiry_told {
        return Ok(());
    }
    let outcome = Proposals::new(deps).update(&proposal.id, |old| {
        if old.is_expiry_told {
            return Change::Keep(false);
        }
        Change::Put(Proposal { is_expiry_told: true, ..old.clone() }, true)
    })?;
    if let Some((proposal, true)) = outcome {
        let deps = &deps.for_person(user_id);
        let text = say!(
            deps.language,
            "Your proposal `{code}` has expired: nobody decided in time. Nothing of it is in Odoo.{link}",
            code = proposal.code,
            link = remind::link(deps, &proposal)
        );
        if let Err(error) = notify::tell(deps, user_id, &text) {
            let fields = [("proposal", proposal.id), ("error", error.to_string())];
            deps.log.write(Level::Warn, "A proposer could not be told that a proposal has expired", &fields);
        }
    }
    Ok(())
}

/// A card that is missing is posted, one that is behind is updated.
fn mend(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Result<(), Box<dyn std::error::Error>> {
    card::ensure(deps, &proposal.id)?;
    let Some(saved) = Proposals::new(deps).get(&proposal.id)? else { return Ok(()) };
    let proposal = saved.value;
    if proposal.origin.post_id.is_empty() {
        return Ok(());
    }
    let shown = deps.chat.post(&proposal.origin.post_id)?;
    if card::is_behind(deps, &shown, &proposal) {
        card::update(deps, settings, &proposal)?;
    }
    Ok(())
}

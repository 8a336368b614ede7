//! Deciding on proposals (requirement 5.3). What is checked, in this order: who presses; the post; the seal; that it waits; that
//! it has not expired; that it is what was shown; the policy; the channel; the gate; what the account that writes may do in
//! Odoo. The first three are of a pressed button, see `press.rs`; the others are of every decision.

mod buttons;
mod cancel;
mod carry;
mod further;
mod press;
mod reason;
mod refused;
mod reviewer;
mod right;
mod settle;
mod stop;
mod token;
mod voice;
mod waits;

pub use buttons::buttons;
pub use cancel::{cancel, may_cancel};
pub use carry::{carry_out, finish, show};
pub use press::{Pressed, press, propose_undo, told, try_again};
pub use reason::{FORM, submit};
pub use refused::Refused;
pub use reviewer::{Person, may_retry};
pub use settle::settle;
pub use stop::stop;
pub use token::{Ask, Token};
pub use voice::Voice;
pub use waits::waits_for;

use super::execution::{Ran, Why};
use super::{Decision, Proposal, Proposals, State, Verdict, digest};
use crate::audit::{self, Entry, Outcome, Who};
use crate::gate::{self, Closed};
use crate::ports::{Deps, Level, Timestamp};
use crate::settings::Settings;
use crate::store::Change;

/// Somebody's word on a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Who, as the server says.
    pub user_id: &'a str,
    /// Yes or no.
    pub verdict: Verdict,
    /// Why; may be empty.
    pub reason: &'a str,
    /// Of the operations as they were shown; none if the person names the proposal by its code.
    pub digest: Option<&'a str>,
    /// How they showed who they are.
    pub credential: audit::Credential,
    /// The same in the server's log.
    pub request_id: &'a str,
}

/// What came of a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Decided {
    /// It counts; more approvals are needed.
    Waits(Proposal),
    /// It counts, and the proposal ran.
    Ran(Ran),
    /// Rejected.
    Rejected(Proposal),
}

/// Takes somebody's word: it is stored before anything runs, and the last one that is needed runs the proposal.
///
/// # Errors
/// See [`Refused`].
pub fn decide(deps: &Deps<'_>, settings: &Settings, id: &str, word: &Word<'_>) -> Result<Decided, Refused> {
    let outcome = weigh(deps, settings, id, word);
    if let Err(refused) = &outcome {
        record(deps, id, word, Outcome::Refused, refused.code(), "");
        if let Refused::Decided(proposal) | Refused::Expired(proposal) = refused {
            // A card with buttons that do nothing is a lie.
            finish(deps, settings, proposal);
        }
    }
    let proposal = outcome?;
    let principal = proposal.decisions.last().and_then(|decision| decision.principal_id.as_deref());
    let detail = principal.map(|principal| format!("for/{principal}")).unwrap_or_default();
    record(deps, id, word, Outcome::Done, &detail, &proposal.digest);
    match proposal.state {
        State::Approved => {
            show(deps, settings, &proposal);
            let by = word.user_id;
            Ok(Decided::Ran(carry_out(deps, settings, id, Why::Start, by, word.credential, word.request_id)?))
        }
        State::Rejected => {
            finish(deps, settings, &proposal);
            Ok(Decided::Rejected(proposal))
        }
        _ => {
            show(deps, settings, &proposal);
            Ok(Decided::Waits(proposal))
        }
    }
}

/// A new proposal runs at once if it needs nobody's word; returns it as it is then. What keeps it from running is logged: it
/// waits for the job that tends proposals.
#[must_use]
pub fn proposed(deps: &Deps<'_>, settings: &Settings, proposal: Proposal, request_id: &str) -> Proposal {
    if proposal.policy.n > 0 {
        return proposal;
    }
    match run_unasked(deps, settings, &proposal.id, request_id) {
        Ok(Ran::Ended(ran) | Ran::Unfinished(ran) | Ran::Taken(ran) | Ran::Idle(ran)) => ran,
        Ok(Ran::Nothing) => proposal,
        Err(refused) => {
            let fields = [("proposal", proposal.id.clone()), ("error", refused.code().to_owned())];
            deps.log.write(Level::Warn, "A proposal that needs no approval could not run yet", &fields);
            proposal
        }
    }
}

/// Runs a proposal that needs nobody's word.
///
/// # Errors
/// See [`Refused`].
pub fn run_unasked(deps: &Deps<'_>, settings: &Settings, id: &str, request_id: &str) -> Result<Ran, Refused> {
    let now = deps.clock.now();
    let approved = Proposals::new(deps).update(id, |old| {
        if old.policy.n > 0 || old.state != State::Pending || now >= old.expires_at {
            return Change::Keep(false);
        }
        Change::Put(Proposal { state: State::Approved, ..old.clone() }, true)
    })?;
    match approved {
        None => Err(Refused::Nothing),
        Some((proposal, false)) => Ok(Ran::Idle(proposal)),
        Some((proposal, true)) => {
            let by = proposal.proposer.person().unwrap_or_default().to_owned();
            Ok(carry_out(deps, settings, id, Why::Start, &by, audit::Credential::Session, request_id)?)
        }
    }
}

/// All checks but those of a pressed button, then the word is stored.
fn weigh(deps: &Deps<'_>, settings: &Settings, id: &str, word: &Word<'_>) -> Result<Proposal, Refused> {
    let proposals = Proposals::new(deps);
    let proposal = proposals.get(id)?.ok_or(Refused::Nothing)?.value;
    let now = deps.clock.now();
    let voice = Voice::of(deps, settings, word.user_id, &proposal)?;
    check(&proposal, word, now)?;
    voice.may_decide(&proposal).map_err(Refused::Policy)?;
    fence(deps, &proposal, word.user_id)?;
    if word.verdict == Verdict::Approve {
        gate::pass(deps.kv).map_err(|closed| match closed {
            Closed::Frozen(freeze) => Refused::Frozen(freeze),
            Closed::Unknown(error) => Refused::Store(error),
        })?;
        right::check(deps, settings, &proposal, word.user_id)?;
    }
    // Everything may have changed since it was read: what can, is checked once more where it is stored.
    let stored = proposals.update(id, |old| {
        if let Err(refused) = check(old, word, now) {
            return Change::Keep(Err(refused));
        }
        if let Err(unfit) = voice.may_decide(old) {
            return Change::Keep(Err(Refused::Policy(unfit)));
        }
        Change::Put(decided(old, word, voice.principal(), now), Ok(()))
    })?;
    let (proposal, outcome) = stored.ok_or(Refused::Nothing)?;
    outcome.map(|()| proposal)
}

fn check(proposal: &Proposal, word: &Word<'_>, now: Timestamp) -> Result<(), Refused> {
    match proposal.state {
        State::Pending => {}
        State::Expired => return Err(Refused::Expired(Box::new(proposal.clone()))),
        _ => return Err(Refused::Decided(Box::new(proposal.clone()))),
    }
    if now >= proposal.expires_at {
        return Err(Refused::Expired(Box::new(proposal.clone())));
    }
    let is_same = word.digest.is_none_or(|shown| shown == proposal.digest);
    if !is_same || digest(&proposal.operations) != proposal.digest {
        return Err(Refused::Different);
    }
    Ok(())
}

/// The team of the proposal is that of its channel, and the person can see that channel.
fn fence(deps: &Deps<'_>, proposal: &Proposal, user_id: &str) -> Result<(), Refused> {
    let channel = deps.chat.channel(&proposal.origin.channel_id).map_err(|_| Refused::Elsewhere)?;
    let can_see = deps.chat.may_in_channel(user_id, &channel.id, "read_channel");
    if channel.team_id == proposal.origin.team_id && can_see { Ok(()) } else { Err(Refused::Elsewhere) }
}

fn decided(old: &Proposal, word: &Word<'_>, principal: Option<&str>, now: Timestamp) -> Proposal {
    let mut new = old.clone();
    new.decisions.push(Decision {
        user_id: word.user_id.to_owned(),
        principal_id: principal.map(ToOwned::to_owned),
        at: now,
        verdict: word.verdict,
        reason: word.reason.to_owned(),
    });
    match word.verdict {
        Verdict::Reject => new.state = State::Rejected,
        Verdict::Approve if new.policy.missing(&new.decisions) == 0 => new.state = State::Approved,
        Verdict::Approve => {}
    }
    new
}

fn record(deps: &Deps<'_>, id: &str, word: &Word<'_>, outcome: Outcome, detail: &str, digest: &str) {
    let action = match word.verdict {
        Verdict::Approve => "proposal.approve",
        Verdict::Reject => "proposal.reject",
    };
    let entry = Entry {
        who: Who::person(word.user_id),
        credential: word.credential,
        action,
        object: id,
        digest,
        outcome,
        detail,
        request_id: word.request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
}

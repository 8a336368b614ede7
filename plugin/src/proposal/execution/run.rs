use super::claim::{Claimed, Hold, Stop, claim};
use super::walk::Walk;
use super::{Why, walk};
use crate::identity::{self, Identity};
use crate::odoo::{Connection, Reader};
use crate::organisation::{self, Organisation};
use crate::ports::Deps;
use crate::proposal::{Proposal, Proposals, Proposer, Verdict};
use crate::settings::{self, Account, Settings};
use crate::store::StoreError;
use crate::text;

/// What became of a wish to run a proposal.
#[derive(Clone, Debug, PartialEq)]
pub enum Ran {
    /// It came to an end now: as it is stored.
    Ended(Proposal),
    /// Somebody else is at it.
    Taken(Proposal),
    /// The time was up; a job goes on with it.
    Unfinished(Proposal),
    /// It had ended before, or cannot run as it is.
    Idle(Proposal),
    /// There is no such proposal.
    Nothing,
}

/// Runs a proposal as far as it gets, for the person or job `by`.
///
/// # Errors
/// See [`StoreError`]: then nobody knows how far it is, and a job finds out.
pub fn run(deps: &Deps<'_>, settings: &Settings, id: &str, why: Why, by: &str) -> Result<Ran, StoreError> {
    let proposal = match claim(deps, id, why, by)? {
        None => return Ok(Ran::Nothing),
        Some(Claimed::Taken(proposal)) => return Ok(Ran::Taken(proposal)),
        Some(Claimed::Nothing(proposal)) => return Ok(Ran::Idle(proposal)),
        Some(Claimed::Mine(proposal)) => proposal,
    };
    let proposals = Proposals::new(deps);
    let bucket = proposals.begin_running(id)?;
    let hold = Hold::new(deps, &proposal);
    let ran = match writer_of(deps, settings, &proposal, None) {
        Ok(identity) => Walk::new(deps, settings, &identity, &hold, why, &proposal)?.go(proposal),
        Err(sentence) => hold.put(|proposal| walk::end(proposal, &sentence)).map(Ran::Ended),
    };
    if matches!(ran, Ok(Ran::Ended(_))) {
        // What stays on the list is taken off by whoever goes through it.
        let _ = proposals.end_running(bucket, id);
    }
    match ran {
        Ok(ran) => Ok(ran),
        Err(Stop::Lost) => Ok(proposals.get(id)?.map_or(Ran::Nothing, |saved| Ran::Taken(saved.value))),
        Err(Stop::Store(error)) => Err(error),
    }
}

/// The account that writes what somebody proposes: their own where they are connected. A tool has none of its own.
///
/// # Errors
/// What has to be done first.
pub fn writer(deps: &Deps<'_>, settings: &Settings, proposer: &Proposer) -> Result<Identity, String> {
    let settings::Connection::Account(service) = &settings.connection else {
        return Err("Odoo is not connected yet.".into());
    };
    match proposer {
        Proposer::Person { user_id } => identity::writer(deps, settings, service, user_id),
        Proposer::Key { .. } | Proposer::Hook { .. } | Proposer::Tool { .. } => Ok(identity::reader(service)),
    }
}

/// The account that writes a proposal. A decision on a document is its approver's own: of the one who approves now, else of
/// the last one who did, and always with their own key.
///
/// # Errors
/// What has to be done first.
pub fn writer_of(
    deps: &Deps<'_>,
    settings: &Settings,
    proposal: &Proposal,
    approving: Option<&str>,
) -> Result<Identity, String> {
    if !proposal.is_of_approver() {
        return writer(deps, settings, &proposal.proposer);
    }
    let mut approvals = proposal.decisions.iter().rev().filter(|decision| decision.verdict == Verdict::Approve);
    let approver = approving.or_else(|| approvals.next().map(|decision| decision.user_id.as_str()));
    let proposer = Proposer::Person { user_id: approver.ok_or_else(|| deps.language.tell(NOBODY))?.to_owned() };
    match writer(deps, settings, &proposer) {
        Ok(identity) if identity.is_personal => Ok(identity),
        Ok(_) => Err(deps.language.tell(NO_OWN_KEY)),
        Err(sentence) => Err(sentence),
    }
}

const NOBODY: &str = text!("Nobody has approved it yet.");
const NO_OWN_KEY: &str =
    text!("A document is decided on with the approver's own Odoo account. Connect yours first, with `/odoo connect`.");

/// Odoo for the account that writes what was proposed in a team: what it makes is of the company that the team belongs to.
///
/// # Errors
/// See [`StoreError`].
pub fn connect_for<'a>(
    deps: &Deps<'a>,
    account: &'a Account,
    proposal: &Proposal,
) -> Result<Connection<'a>, StoreError> {
    let (reader, origin) = (Reader::new("en", "UTC"), &proposal.origin);
    let reader = match organisation::of_team(deps, &origin.team_id)? {
        // Clients say of direct messages too which team is open.
        Some(Organisation::Company(id))
            if deps.chat.channel(&origin.channel_id).is_ok_and(|channel| channel.team_id == origin.team_id) =>
        {
            reader.in_companies(&[id])
        }
        _ => reader,
    };
    Ok(Connection::open(*deps, account, reader))
}

/// Odoo for the account that writes. Times of day are UTC in both directions, whoever it is for.
#[must_use]
pub fn connect<'a>(deps: &Deps<'a>, account: &'a Account) -> Connection<'a> {
    Connection::open(*deps, account, Reader::new("en", "UTC"))
}

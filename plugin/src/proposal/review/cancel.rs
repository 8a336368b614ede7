use super::{Refused, finish};
use crate::access::{Action, Standing};
use crate::audit::{self, Credential, Entry, Who};
use crate::ports::Deps;
use crate::proposal::{Proposal, Proposals, Proposer, State};
use crate::settings::Settings;
use crate::store::Change;
use crate::text;

/// Whether somebody may take a proposal back: its proposer, who made the key that proposed it, and administrators.
///
/// # Errors
/// [`Refused::Stranger`], or [`Refused::Person`] if Mattermost does not say who it is.
pub fn may_cancel(deps: &Deps<'_>, settings: &Settings, user_id: &str, proposal: &Proposal) -> Result<(), Refused> {
    let is_own = match &proposal.proposer {
        Proposer::Person { user_id: proposer } | Proposer::Tool { user_id: proposer } => proposer == user_id,
        Proposer::Key { owner_id, .. } | Proposer::Hook { owner_id, .. } => owner_id == user_id,
    };
    if is_own {
        return Ok(());
    }
    let person = deps.chat.person(user_id).map_err(|_| Refused::Person)?;
    let standing = Standing::of(deps, settings, &person).map_err(|_| Refused::Person)?;
    standing
        .may(deps.language, settings, Action::ManageProposals)
        .map_err(|_| Refused::Stranger(text!("A proposal is taken back by its proposer or by an administrator.")))
}

/// Takes a proposal back that nobody has decided on.
///
/// # Errors
/// See [`Refused`].
pub fn cancel(
    deps: &Deps<'_>,
    settings: &Settings,
    id: &str,
    user_id: &str,
    reason: &str,
    credential: Credential,
    request_id: &str,
) -> Result<Proposal, Refused> {
    let proposals = Proposals::new(deps);
    let proposal = proposals.get(id)?.ok_or(Refused::Nothing)?.value;
    may_cancel(deps, settings, user_id, &proposal)?;
    let outcome = proposals.update(id, |old| {
        if old.state != State::Pending {
            return Change::Keep(false);
        }
        Change::Put(Proposal { state: State::Cancelled, reason: reason.to_owned(), ..old.clone() }, true)
    })?;
    let (proposal, is_cancelled) = outcome.ok_or(Refused::Nothing)?;
    finish(deps, settings, &proposal);
    if !is_cancelled {
        return Err(Refused::Decided(Box::new(proposal)));
    }
    let entry = Entry {
        who: Who::person(user_id),
        credential,
        action: "proposal.cancel",
        object: id,
        digest: &proposal.digest,
        case_id: proposal.case_id.as_deref(),
        request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
    Ok(proposal)
}

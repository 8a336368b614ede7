//! A proposal whose record changed before it ran: the same is proposed again, as Odoo is now, for people to review.

use super::{Draft, Origin, Proposal, Proposals, ProposeError, Request, State, make};
use crate::odoo::explain;
use crate::ports::Deps;
use crate::say;
use crate::settings::{Account, Settings};

/// Of the latest proposals on the list of the open ones, for one that a process made before it died.
const LOOKED_THROUGH_MAX: usize = 100;

/// Proposes it again; returns the old proposal, which has given way. None if it has begun to write meanwhile.
///
/// # Errors
/// Why that is not possible, as a sentence.
pub(super) fn propose(
    deps: &Deps<'_>,
    settings: &Settings,
    account: &Account,
    old: &Proposal,
) -> Result<Option<Proposal>, String> {
    let draft = Draft::parse(&old.kind, old.draft.clone()).map_err(|error| words(deps, &error))?;
    if let Some(new) = successor(deps, old).map_err(|error| words(deps, &error))? {
        make::succeed(deps, settings, &new).map_err(|error| words(deps, &error.into()))?;
    } else {
        let origin = Origin {
            team_id: old.origin.team_id.clone(),
            channel_id: old.origin.channel_id.clone(),
            root_id: old.origin.root_id.clone(),
            way: make::AGAIN.into(),
            ..Origin::default()
        };
        let request =
            Request { proposer: old.proposer.clone(), origin, draft, supersedes: Some(old.id.clone()), undoes: None };
        match make::propose(deps, settings, account, &request) {
            // It has begun to write meanwhile.
            Err(ProposeError::Invalid { code: make::DECIDED, .. }) => {}
            made => drop(made.map_err(|error| words(deps, &error))?),
        }
    }
    let saved = Proposals::new(deps).get(&old.id).map_err(|error| words(deps, &error.into()))?;
    Ok(saved.map(|saved| saved.value).filter(|proposal| proposal.state == State::Superseded))
}

/// What a process made before it died.
fn successor(deps: &Deps<'_>, old: &Proposal) -> Result<Option<Proposal>, ProposeError> {
    let (mut seen, mut found) = (0, None);
    Proposals::new(deps).each_listed(|_, saved| {
        seen += 1;
        let new = saved.value;
        found = (new.supersedes.as_ref() == Some(&old.id) && new.state != State::Cancelled).then_some(new);
        Ok(found.is_none() && seen < LOOKED_THROUGH_MAX)
    })?;
    Ok(found)
}

fn words(deps: &Deps<'_>, error: &ProposeError) -> String {
    match error {
        ProposeError::Odoo(error) => explain(deps.language, error, false, None, ""),
        ProposeError::Store(_) => {
            say!(deps.language, "It could not be proposed again: Mattermost's store did not answer.")
        }
        error => say!(deps.language, "It could not be proposed again: {error}", error),
    }
}

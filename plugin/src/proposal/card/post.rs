//! One card a proposal, whoever dies when: claim, look, post, remember.

use std::time::Duration;

use super::{PROP, render};
use crate::bot;
use crate::ports::{ChatError, Deps, Level, Message, Timestamp};
use crate::proposal::{Origin, Proposal, Proposals, make};
use crate::settings::Settings;
use crate::store::{Change, StoreError};

/// How long one process alone may post the card; every call ends sooner.
pub const CLAIM: Duration = Duration::from_secs(60);
/// Clocks of nodes and server may differ by so much.
const SKEW_MS: i64 = 5 * 60 * 1000;

/// Why there is no card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Mattermost did not take it.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// The proposal could not be read or changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Posts the card of a proposal that this process has claimed just now; returns the proposal with its card. When that
/// fails, [`ensure`] does it later.
#[must_use]
pub fn post(deps: &Deps<'_>, settings: &Settings, proposal: Proposal) -> Proposal {
    match create(deps, settings, &proposal) {
        Ok(post_id) => {
            let origin = Origin { post_id, claimed_until: None, ..proposal.origin.clone() };
            Proposal { origin, ..proposal }
        }
        Err(error) => {
            let fields = [("proposal", proposal.id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "The card of a proposal could not be posted; it will be tried again", &fields);
            proposal
        }
    }
}

/// Sees to it that the proposal has exactly one card: one that a process posted before it died is found, one that was
/// deleted gets a successor that says so. Does nothing while another process is at it.
///
/// # Errors
/// See [`CardError`]; the next call tries again.
pub fn ensure(deps: &Deps<'_>, id: &str) -> Result<(), CardError> {
    let proposals = Proposals::new(deps);
    let Some(saved) = proposals.get(id)? else { return Ok(()) };
    let seen = saved.value.origin.post_id;
    if !seen.is_empty() {
        match deps.chat.post(&seen) {
            Err(ChatError::NotFound) => {}
            known => return Ok(known.map(drop)?),
        }
    }
    let now = deps.clock.now();
    let claimed = proposals.update(id, |old| {
        let is_free = old.origin.claimed_until.is_none_or(|until| until <= now);
        if !is_free || old.origin.post_id != seen {
            return Change::Keep(false);
        }
        let was_deleted = old.origin.was_deleted || !seen.is_empty();
        let origin = Origin { claimed_until: Some(now.after(CLAIM)), was_deleted, ..old.origin.clone() };
        Change::Put(Proposal { origin, ..old.clone() }, true)
    })?;
    let Some((proposal, true)) = claimed else { return Ok(()) };
    let settings = Settings::current(deps).settings;
    // A process that died before it posted may have died before the old proposal gave way.
    if proposal.origin.post_id.is_empty() && !make::succeed(deps, &settings, &proposal)? {
        return Ok(());
    }
    match find(deps, &proposal)? {
        Some(post_id) => remember(deps, &proposal.id, &post_id)?,
        None => drop(create(deps, &settings, &proposal)?),
    }
    Ok(())
}

/// Shows the proposal as it is now on its card.
///
/// # Errors
/// See [`CardError`].
pub fn update(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Result<(), CardError> {
    if proposal.origin.post_id.is_empty() {
        return ensure(deps, &proposal.id);
    }
    let message = Message { id: proposal.origin.post_id.clone(), ..render(deps, settings, proposal) };
    match deps.chat.update_post(&message) {
        Err(ChatError::NotFound) => ensure(deps, &proposal.id),
        other => Ok(other?),
    }
}

fn create(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Result<String, CardError> {
    let author_id = bot::id(deps)?;
    let post_id = deps.chat.create_post(&Message { author_id, ..render(deps, settings, proposal) })?;
    remember(deps, &proposal.id, &post_id)?;
    Ok(post_id)
}

fn remember(deps: &Deps<'_>, id: &str, post_id: &str) -> Result<(), StoreError> {
    let changed = Proposals::new(deps).update(id, |old| {
        let origin = Origin { post_id: post_id.to_owned(), claimed_until: None, ..old.origin.clone() };
        Change::Put(Proposal { origin, ..old.clone() }, ())
    });
    changed.map(drop)
}

/// A card that was posted by somebody who did not live to remember it.
fn find(deps: &Deps<'_>, proposal: &Proposal) -> Result<Option<String>, ChatError> {
    let bot = bot::id(deps)?;
    let since = Timestamp(proposal.created_at.0 - SKEW_MS);
    let posts = deps.chat.posts_since(&proposal.origin.channel_id, since)?;
    let card = posts.into_iter().find(|post| {
        let is_card = post.author_id == bot && post.props[PROP] == proposal.id.as_str();
        is_card && post.id != proposal.origin.post_id
    });
    Ok(card.map(|post| post.id))
}

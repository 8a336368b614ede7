//! Organisations and their teams: `team/<team id>` and `org/<id>` (requirement 9.1). One team for an organisation, and one
//! organisation for a team.
//!
//! The organisation is claimed first, then the team's side is written. Whatever happens in between, a claim whose team does not
//! point back counts for nothing; the team's side is what its fence is read from.

mod id;
mod store;

pub use id::Organisation;
pub use store::{Linked, Team, all, link, of_team, unlink};

use crate::odoo::Fence;
use crate::ports::{ChatError, Deps};
use crate::store::StoreError;

/// Why nobody knows which fence there is: then nothing is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FenceError {
    /// The store did not say.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Mattermost did not say of which team the channel is.
    #[error("the team of the channel could not be looked up: {0}")]
    Chat(#[from] ChatError),
}

/// The fence around those who read in a channel; none in direct and group messages, and in teams without organisation.
///
/// # Errors
/// See [`FenceError`].
pub fn fence(deps: &Deps<'_>, channel_id: &str) -> Result<Option<Fence>, FenceError> {
    let team_id = deps.chat.channel(channel_id)?.team_id;
    Ok(of_team(deps, &team_id)?.map(|organisation| organisation.fence()))
}

/// The same where a client said in which team somebody is: clients do so in direct messages too.
///
/// # Errors
/// See [`FenceError`].
pub fn fence_in(deps: &Deps<'_>, team_id: &str, channel_id: &str) -> Result<Option<Fence>, FenceError> {
    match of_team(deps, team_id)? {
        None if !team_id.is_empty() => Ok(None),
        _ => fence(deps, channel_id),
    }
}

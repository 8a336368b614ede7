//! Buttons that lead to another proposal: one in the place of this one, or one that goes on from it.

use super::{Pressed, Refused};
use crate::command::propose::{self, Opening};
use crate::ports::Deps;
use crate::proposal::{Proposal, Proposer};
use crate::text;

/// Opens the form that made the proposal; what is submitted takes its place.
///
/// # Errors
/// See [`Refused`].
pub(super) fn edit(deps: &Deps<'_>, pressed: &Pressed<'_>, proposal: &Proposal) -> Result<String, Refused> {
    if proposal.proposer != (Proposer::Person { user_id: pressed.user_id.to_owned() }) {
        return Err(Refused::Stranger(text!(
            "A proposal is edited by its proposer. Reject it and say why, or propose another one."
        )));
    }
    let opening = Opening::edit(proposal).ok_or(Refused::Stranger(NO_FORM))?;
    open(deps, pressed, opening)
}

/// Opens the form of the kind that was chosen, for the same case and the record that was written.
///
/// # Errors
/// See [`Refused`].
pub(super) fn then(deps: &Deps<'_>, pressed: &Pressed<'_>, proposal: &Proposal) -> Result<String, Refused> {
    open(deps, pressed, Opening::after(proposal, pressed.selected))
}

fn open(deps: &Deps<'_>, pressed: &Pressed<'_>, opening: Opening<'_>) -> Result<String, Refused> {
    let opening = Opening { trigger_id: pressed.trigger_id, request_id: pressed.request_id, ..opening };
    Ok(propose::open(deps, &opening).err().unwrap_or_default())
}

const NO_FORM: &str = text!("This proposal has more than a form can show. Cancel it and propose it anew.");

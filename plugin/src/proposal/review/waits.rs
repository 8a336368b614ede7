use super::Voice;
use crate::ports::Deps;
use crate::proposal::{Proposal, State};
use crate::settings::Settings;

/// Whether a proposal waits for the word of somebody who can see its card.
#[must_use]
pub fn waits_for(deps: &Deps<'_>, settings: &Settings, user_id: &str, proposal: &Proposal) -> bool {
    let can_see = || deps.chat.may_in_channel(user_id, &proposal.origin.channel_id, "read_channel");
    let may = || {
        let voice = Voice::of(deps, settings, user_id, proposal);
        voice.is_ok_and(|voice| voice.may_decide(proposal).is_ok())
    };
    proposal.state == State::Pending && deps.clock.now() < proposal.expires_at && can_see() && may()
}

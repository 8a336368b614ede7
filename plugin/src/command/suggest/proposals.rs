use super::{ITEMS_MAX, Suggestion, Typing};
use crate::ports::Deps;
use crate::proposal::{Proposal, Proposals, Proposer};
use crate::text::{cut, printable};

/// Proposals that are looked through at one key.
const LOOKED_THROUGH_MAX: usize = 60;
const HELP_RUNES_MAX: usize = 80;

/// The open proposals whose cards the person can see, then their own latest ones.
pub(super) fn codes(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let proposals = Proposals::new(deps);
    let (mut found, mut seen): (Vec<Suggestion>, usize) = (Vec::new(), 0);
    let mut visit = |proposal: Proposal, can_see: bool| {
        seen += 1;
        if can_see && !found.iter().any(|known| known.item == proposal.code) {
            found.push(suggestion(&proposal));
        }
        Ok(found.len() < ITEMS_MAX && seen < LOOKED_THROUGH_MAX)
    };
    let can_see =
        |proposal: &Proposal| deps.chat.may_in_channel(&typing.user_id, &proposal.origin.channel_id, "read_channel");
    // A store that does not answer only shortens the list.
    let _ = proposals.each_open(|saved| {
        let can_see = can_see(&saved.value);
        visit(saved.value, can_see)
    });
    let own = Proposer::Person { user_id: typing.user_id.clone() }.index_name();
    let _ = proposals.each_of(&own, |saved| visit(saved.value, true));
    found
}

fn suggestion(proposal: &Proposal) -> Suggestion {
    Suggestion {
        item: proposal.code.clone(),
        hint: proposal.state.name().into(),
        help: cut(&printable(&proposal.summary), HELP_RUNES_MAX),
    }
}

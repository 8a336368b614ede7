use odoo_plugin::ports::Message;
use odoo_plugin::proposal::{Proposals, State, card};
use serde_json::json;

use super::{make, world};
use crate::world::World;

/// A proposal that is made in every world of these stories.
fn note(world: &World) -> odoo_plugin::proposal::Proposal {
    make(world, "note", json!({"record": "crm.lead,63", "text": "Called", "case_id": "C-17"})).unwrap()
}

/// The cards in the channel.
fn cards(world: &World) -> Vec<Message> {
    world.posts.borrow().iter().filter(|post| !post.props["odoo_proposal"].is_null()).cloned().collect()
}

#[test]
fn a_proposal_is_kept_before_its_card_is_posted_and_knows_its_card() {
    let world = world();
    let proposal = note(&world);
    let saved = Proposals::new(&world.deps()).by_code(&proposal.code).unwrap().unwrap().value;
    assert_eq!(saved, proposal);
    assert_eq!((saved.state, saved.case_id.as_deref()), (State::Pending, Some("C-17")));
    let cards = cards(&world);
    assert_eq!(cards.len(), 1);
    assert_eq!(
        (cards[0].id.as_str(), cards[0].author_id.as_str(), cards[0].channel_id.as_str(), &cards[0].props),
        (saved.origin.post_id.as_str(), "bot", "town", &json!({"odoo_proposal": saved.id}))
    );
}

#[test]
fn whenever_the_process_dies_there_is_one_card_or_no_proposal() {
    let steps = {
        let world = world();
        note(&world);
        world.effects.count()
    };
    for step in 0..steps {
        for is_after in [false, true] {
            let world = world();
            world.effects.kill_at(step, is_after);
            assert!(world.survive(note).is_err());
            world.pass(card::CLAIM);
            let mut ids = Vec::new();
            let deps = world.deps();
            let proposals = Proposals::new(&deps);
            proposals
                .each_open(|saved| {
                    ids.push(saved.value.id);
                    Ok(true)
                })
                .unwrap();
            for id in &ids {
                card::ensure(&deps, id).unwrap();
                card::ensure(&deps, id).unwrap();
            }
            let known: Vec<_> = ids.iter().map(|id| proposals.get(id).unwrap().unwrap().value.origin.post_id).collect();
            let posted: Vec<_> = cards(&world).into_iter().map(|card| card.id).collect();
            assert_eq!(known, posted, "step {step}, after: {is_after}");
            assert!(ids.len() <= 1);
        }
    }
}

#[test]
fn a_deleted_card_leads_to_a_new_one_that_says_so() {
    let world = world();
    let proposal = note(&world);
    world.remove(&proposal.origin.post_id);
    card::ensure(&world.deps(), &proposal.id).unwrap();
    card::ensure(&world.deps(), &proposal.id).unwrap();
    let cards = cards(&world);
    assert_eq!(cards.len(), 1);
    assert_eq!(
        cards[0].text,
        format!(
            "Proposal `{}` waits for approval.\nIts earlier card was deleted; this one takes its place.",
            proposal.code
        )
    );
}

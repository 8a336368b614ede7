use odoo_plugin::ports::Message;
use odoo_plugin::proposal::{Proposal, Proposals, ProposeError, State, card, propose};
use serde_json::json;

use super::{account, make, request, world};
use crate::world::World;

/// A proposal that is made in every world of these stories.
fn note(world: &World) -> Proposal {
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

/// Proposes something else in the place of `old`.
fn instead(world: &World, old: &Proposal) -> Result<Proposal, ProposeError> {
    let (settings, account) = account(world);
    let mut request = request("note", json!({"record": "crm.lead,63", "text": "Called twice"})).unwrap();
    request.supersedes = Some(old.id.clone());
    propose(&world.deps(), &settings, &account, &request)
}

/// A proposal as it is stored.
fn stored(world: &World, id: &str) -> Proposal {
    Proposals::new(&world.deps()).get(id).unwrap().unwrap().value
}

#[test]
fn a_proposal_gives_way_to_the_one_in_its_place() {
    let world = world();
    let old = note(&world);
    let new = instead(&world, &old).unwrap();
    let (old, new) = (stored(&world, &old.id), stored(&world, &new.id));
    assert_eq!((old.state, old.superseded_by.as_ref()), (State::Superseded, Some(&new.id)));
    assert_eq!((new.state, new.supersedes.as_ref()), (State::Pending, Some(&old.id)));
    assert_eq!(
        world.post_of(&old.origin.post_id).text,
        format!("Proposal `{}` was replaced by a newer one.", old.code)
    );
}

#[test]
fn a_proposal_that_was_decided_meanwhile_stays() {
    let world = world();
    let old = note(&world);
    let id = old.id.clone();
    // Somebody rejects it while the new one is being stored.
    world.effects.interrupt_at(5, move |world| {
        let deps = world.deps();
        let reject =
            |old: &Proposal| odoo_plugin::store::Change::Put(Proposal { state: State::Rejected, ..old.clone() }, ());
        Proposals::new(&deps).update(&id, reject).unwrap();
    });
    let error = instead(&world, &old).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The earlier proposal was decided meanwhile, so this one was not made. Make a new one."
    );
    assert_eq!(stored(&world, &old.id).state, State::Rejected);
    let mut states = Vec::new();
    let deps = world.deps();
    Proposals::new(&deps)
        .each_of("p-by/ben", |saved| {
            states.push(saved.value.state);
            Ok(true)
        })
        .unwrap();
    assert_eq!(states, [State::Cancelled, State::Rejected]);
    assert_eq!(cards(&world).len(), 1);
}

#[test]
fn whenever_the_process_dies_one_of_the_two_waits() {
    let steps = {
        let world = world();
        let old = note(&world);
        let before = world.effects.count();
        instead(&world, &old).unwrap();
        world.effects.count() - before
    };
    for step in 0..steps {
        for is_after in [false, true] {
            let world = world();
            let old = note(&world);
            world.effects.kill_at(step, is_after);
            assert!(world.survive(|world| instead(world, &old)).is_err());
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
            }
            let open: Vec<_> = ids.iter().map(|id| stored(&world, id)).filter(|one| one.state.is_open()).collect();
            assert_eq!(open.len(), 1, "step {step}, after: {is_after}");
            assert!(!open[0].origin.post_id.is_empty());
            assert!(cards(&world).iter().any(|card| card.id == open[0].origin.post_id));
        }
    }
}

#[test]
fn a_proposal_costs_little() {
    let world = world();
    note(&world);
    world.asked.borrow_mut().clear();
    let (before, time) = (world.effects.count(), world.elapsed());
    note(&world);
    // One question to Odoo and the post; the rest is the store: code, three lists, the proposal, its card.
    assert_eq!(world.methods(), ["search_read"]);
    assert_eq!(world.effects.count() - before, 8);
    assert_eq!(world.elapsed() - time, crate::world::LATENCY);
}

//! Many people at once, each on a thread of their own.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use odoo_plugin::proposal::{Model, Proposal, State};
use serde_json::json;

use super::built::{build, create, notes, press, stored, strict, told, writes};
use crate::world::{Crowd, Event, World};

const PROPOSALS: usize = 100;
const REFUSED: &str = "Writing to Odoo is frozen by an administrator: bad import. Your approval was not taken.";
const STOPPED: &str = "Nothing was written to Odoo. Writing to Odoo is frozen by an administrator. Nothing was sent.";

/// A lead of that name, proposed by `ben`.
fn lead(world: &World, name: &str) -> Proposal {
    build(world, "lead", vec![create("create_lead", Model::Lead, &[json!({"name": name, "type": "opportunity"})])])
}

fn name(number: usize) -> String {
    format!("Desk {number:03}")
}

fn leads(world: &World, name: &str) -> Vec<i64> {
    world.desk().search("crm.lead", &json!([["name", "=", name], ["active", "in", [true, false]]]))
}

/// `anna` and `cara` decide on what `ben` proposes.
fn world() -> World {
    strict().setting("proposers", json!("@anna, @ben, @cara"))
}

/// Everybody approves everything at once, and a freeze comes when so many have passed the gate. Checks what must never
/// happen, and returns the world with the proposals and how many of them there are in each state.
fn freeze_after(passes: usize) -> (World, Vec<Proposal>, BTreeMap<&'static str, usize>) {
    let world = world();
    let proposals: Vec<_> = (0..PROPOSALS).map(|number| lead(&world, &name(number))).collect();
    let presses: Vec<_> =
        proposals.iter().map(|proposal| world.pressing("cara", &proposal.origin.post_id, "Approve")).collect();
    let crowd = Crowd::new(world).hold_after(passes);
    let (answers, frozen) = crowd.all_at_once(&presses, |crowd| crowd.freeze_after(passes));
    let answers: Vec<_> = answers.iter().map(told).collect();
    let (world, events) = crowd.go_home();

    assert!(frozen.starts_with("**Writing to Odoo is frozen.** Nothing is sent any more."), "{frozen}");
    assert!(!frozen.contains("is still under way"), "{frozen}");
    let mut has_passed = HashMap::new();
    let (mut is_closed, mut is_told) = (false, false);
    for (thread, event) in &events {
        match event {
            Event::Passed => {
                assert!(!is_closed, "nobody passes a closed gate");
                has_passed.insert(thread, true);
            }
            Event::Closed => is_closed = true,
            Event::Told => is_told = true,
            Event::Wrote(method) => {
                assert_eq!(has_passed.get(thread), Some(&true), "{method} by who had not passed");
                assert!(!is_told, "{method} after it was said that nothing is sent any more");
                // One passing is for one write: what follows has to ask again.
                has_passed.insert(thread, false);
            }
        }
    }
    assert!(is_closed && is_told);

    let mut states = BTreeMap::new();
    for (number, (proposal, answer)) in proposals.iter().zip(&answers).enumerate() {
        let state = stored(&world, &proposal.id).state;
        *states.entry(state.name()).or_default() += 1;
        let (expected, records) = match state {
            State::Done => ("", 1),
            State::Failed => (STOPPED, 0),
            State::Pending => (REFUSED, 0),
            other => panic!("{} is {other:?}: {answer}", proposal.code),
        };
        assert_eq!((answer.as_str(), leads(&world, &name(number)).len()), (expected, records), "{state:?}");
    }
    let errors: Vec<_> = world.logged.borrow().iter().filter(|line| line.starts_with("Error")).cloned().collect();
    assert_eq!(errors, Vec::<String>::new());
    (world, proposals, states)
}

#[test]
fn a_freeze_among_a_hundred_approvals_stops_all_that_have_not_left() {
    // Passing the gate an approval is taken, a lead is made, a note is added: a freeze early, in the middle and late.
    for passes in [1, 150, 250] {
        let (world, proposals, states) = freeze_after(passes);
        let stopped = PROPOSALS - states.get("done").copied().unwrap_or(0);
        assert!(stopped > 0 || passes == 250, "{states:?}");

        // A new process finds the gate closed, whatever comes round or is pressed.
        world.restart();
        world.desk().forget_calls();
        for _ in 0..12 {
            world.pass(Duration::from_secs(5 * 60));
            world.job("expire").unwrap();
        }
        for proposal in &proposals {
            let told = match stored(&world, &proposal.id).state {
                State::Pending => press(&world, "cara", proposal, "Approve"),
                State::Failed => press(&world, "cara", proposal, "Retry"),
                _ => continue,
            };
            assert!([REFUSED, STOPPED].contains(&told.as_str()), "{told}");
        }
        assert_eq!(writes(&world), Vec::<String>::new());

        world.command_as("anna", "town", "/odoo admin unfreeze");
        for (number, proposal) in proposals.iter().enumerate() {
            match stored(&world, &proposal.id).state {
                State::Pending => assert_eq!(press(&world, "cara", proposal, "Approve"), ""),
                State::Failed => assert_eq!(press(&world, "cara", proposal, "Retry"), ""),
                state => assert_eq!(state, State::Done),
            }
            assert_eq!(leads(&world, &name(number)).len(), 1, "{number}");
        }
    }
}

#[test]
fn of_many_who_approve_at_the_same_moment_one_writes() {
    for _ in 0..20 {
        let world = world();
        let proposal = lead(&world, "Ten desks");
        let press = |number: usize| world.pressing(["anna", "cara"][number % 2], &proposal.origin.post_id, "Approve");
        let presses: Vec<_> = (0..16).map(press).collect();
        let crowd = Crowd::new(world);
        let (answers, ()) = crowd.all_at_once(&presses, |_| ());
        let mut answers: Vec<_> = answers.iter().map(told).collect();
        let (world, _) = crowd.go_home();
        assert_eq!(writes(&world), ["crm.lead/load", "crm.lead/message_post"]);
        let made = leads(&world, "Ten desks");
        assert_eq!((made.len(), notes(&world, "crm.lead", made[0]).len()), (1, 1));
        let stored = stored(&world, &proposal.id);
        assert_eq!((stored.state, stored.decisions.len()), (State::Done, 1));
        answers.retain(|answer| !answer.is_empty());
        let late = format!("Proposal `{}` does not wait for a decision: it was approved and is", proposal.code);
        assert!(answers.len() == 15 && answers.iter().all(|answer| answer.starts_with(&late)), "{answers:?}");
    }
}

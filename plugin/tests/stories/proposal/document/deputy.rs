//! Whoever is away has somebody who decides on documents in their place. `anna` is away, `cara` is paula in Odoo.

use std::time::Duration;

use odoo_plugin::ports::ChannelMember;
use odoo_plugin::proposal::{Proposal, State};
use serde_json::{Value, json};

use super::{SMALL, connected, propose, state};
use crate::proposal::built::{card, notes, press, stored, writes};
use crate::proposal::read;
use crate::world::World;

/// Only `anna` may decide on documents.
fn away() -> World {
    connected().setting("approvalpolicy", policy(json!({"approve": "other", "by": ["@anna"]})))
}

fn policy(rule: Value) -> Value {
    json!(json!({"document": rule, "lead": {"approve": "other", "by": ["@anna"]}}).to_string())
}

fn delegate(world: &World, user_id: &str, text: &str) -> String {
    world.command_as(user_id, "town", &format!("/odoo settings delegate {text}"))
}

fn is_refused(world: &World, user_id: &str, proposal: &Proposal) {
    let told = press(world, user_id, proposal, "Approve");
    assert_eq!(told, "You are not one of those who decide on this proposal: @anna.");
    assert_eq!((stored(world, &proposal.id).state, state(world, SMALL)), (State::Pending, json!("draft")));
}

#[test]
fn a_deputy_decides_with_their_own_account_and_the_card_says_for_whom() {
    let world = away();
    assert_eq!(
        delegate(&world, "anna", "@cara --until friday").replace('\u{2060}', "⁀"),
        "@⁀cara decides on documents in your place until 2026-11-28 00:00 Europe/Madrid."
    );
    assert_eq!(
        world.told("cara").last().unwrap().replace('\u{2060}', "⁀"),
        "You decide on documents in the place of @⁀anna until 2026-11-28 00:00 Europe/Madrid, with your own Odoo account."
    );
    let proposal = propose(&world, SMALL, "approve");
    assert!(world.command_as("cara", "town", "/odoo proposals team").contains(&proposal.code));
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    let order = world.desk().record("purchase.order", SMALL, &["state", "write_uid"]).unwrap();
    assert_eq!((&order["state"], &order["write_uid"][0]), (&json!("purchase"), &json!(world.desk().user("paula").uid)));
    let shown = read(&card(&world, &proposal));
    assert!(shown.contains("Approved by @⁀cara for @⁀anna 2026-11-21 09:30 UTC"), "{shown}");
    let [told] = notes(&world, "purchase.order", SMALL).try_into().unwrap();
    assert!(told.contains("approved by @cara for @anna"), "{told}");
    let audit = world.command_as("anna", "town", "/odoo audit");
    assert!(audit.contains("deputy.name | user/cara | done"), "{audit}");
    assert!(audit.contains("proposal.approve | ") && audit.contains("done: for/anna"), "{audit}");
}

#[test]
fn nobody_stands_in_before_after_or_for_another_kind() {
    let world = away();
    let proposal = propose(&world, SMALL, "approve");
    is_refused(&world, "cara", &proposal);
    delegate(&world, "anna", "@cara --until +3h");
    let lead = super::super::make(&world, "lead", json!({"name": "Ten desks"})).unwrap();
    let told = press(&world, "cara", &lead, "Approve");
    assert_eq!(told, "You are not one of those who decide on this proposal: @anna.");
    assert!(delegate(&world, "anna", "off").ends_with("does not decide in your place any more."));
    is_refused(&world, "cara", &proposal);
    delegate(&world, "anna", "@cara --until +3h");
    world.pass(Duration::from_secs(3 * 3600));
    is_refused(&world, "cara", &proposal);
    assert_eq!(delegate(&world, "anna", ""), "Nobody decides in your place.");
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn a_deputys_deputy_is_nobody() {
    let world = away();
    world.join("town", "dora", ChannelMember { is_admin: false, is_guest: false });
    delegate(&world, "anna", "@cara --until friday");
    let told = delegate(&world, "cara", "@dora --until friday");
    assert!(told.ends_with("It takes an Odoo account of theirs: they have to `/odoo connect` first."), "{told}");
    let proposal = propose(&world, SMALL, "approve");
    is_refused(&world, "dora", &proposal);
}

#[test]
fn a_deputy_does_not_decide_on_a_proposal_of_their_own() {
    let world = away();
    delegate(&world, "anna", "@ben --until friday");
    let proposal = propose(&world, SMALL, "approve");
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        "This is your own proposal: somebody else has to approve it."
    );
}

#[test]
fn a_word_counts_once_whoever_says_it() {
    let rule = json!({"approve": "n-of-m", "n": 2, "by": ["@anna", "@dora"]});
    let world = away().setting("approvalpolicy", policy(rule));
    world.change("dora", |person| person.is_system_admin = true);
    delegate(&world, "anna", "@cara --until friday");
    delegate(&world, "dora", "@cara --until friday");
    let proposal = propose(&world, SMALL, "approve");
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    for user_id in ["cara", "anna"] {
        let told = press(&world, user_id, &proposal, "Approve");
        assert!(!told.is_empty(), "{user_id}");
    }
    let stored = stored(&world, &proposal.id);
    assert_eq!(
        (stored.state, stored.decisions.len(), stored.policy.missing(&stored.decisions)),
        (State::Pending, 1, 1)
    );
}

#[test]
fn what_is_wrong_with_a_deputy_is_told() {
    let world = away();
    let answers = [
        "@ben",
        "@ben --until yesterday",
        "@ben --until +200d",
        "@nobody --until friday",
        "@cara --until friday",
        "@odoo --until friday",
        "off",
    ]
    .map(|text| delegate(&world, "cara", text));
    assert_eq!(
        answers,
        [
            "Until when? Say so with `--until`, such as `--until friday`.",
            "`--until` is over already. Take a later day.",
            "Three months at most. Take an earlier day.",
            "There is nobody called “nobody” here.",
            "You decide for yourself already. Name somebody else.",
            "Only a person who is active here can decide in your place.",
            "Nobody decides in your place.",
        ]
    );
}

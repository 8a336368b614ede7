//! What this plugin wrote itself is not told where the card of the proposal stands.

use std::time::Duration;

use odoo_plugin::proposal::Proposal;
use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{at_the_same_time, follow_model, look, shown};
use crate::proposal::built::{self, build, phone, press};
use crate::world::World;

const AZURE: i64 = 14;

/// `town` and `deals` follow partners and have a card of partner 14.
fn world() -> World {
    let world = built::world();
    for channel_id in ["town", "deals"] {
        follow_model(&world, "res.partner", channel_id, Mode::Cards, 1_000);
    }
    look(&world);
    at_the_same_time(&world);
    world.desk().write("res.partner", AZURE, &json!({"email": "azure@example.com"}));
    look(&world);
    at_the_same_time(&world);
    world
}

fn proposed(world: &World) -> Proposal {
    build(world, "partner", vec![phone(world, "+34 600")])
}

fn phone_on_card(world: &World, channel_id: &str) -> String {
    let posts = world.posts.borrow();
    let cards = posts.iter().filter(|post| post.channel_id == channel_id).flat_map(|post| &post.cards);
    let cards = cards.filter(|card| card.title.contains("partner"));
    let fields = cards.flat_map(|card| &card.fields).filter(|field| field.title == "Phone");
    fields.map(|field| field.value.clone()).next_back().unwrap_or_default()
}

#[test]
fn a_proposal_is_told_by_its_card_and_the_cards_of_its_records_follow() {
    let world = world();
    let before = shown(&world, "town").len();
    let proposal = proposed(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    look(&world);
    look(&world);
    assert_eq!(shown(&world, "town").len(), before + 1, "only the card of the proposal: {:?}", shown(&world, "town"));
    assert!(phone_on_card(&world, "town").contains("600"));
    let elsewhere = shown(&world, "deals");
    assert!(elsewhere.last().unwrap().contains("**Phone**: "), "elsewhere it is news: {elsewhere:?}");
}

#[test]
fn where_odoo_tells_each_step_only_that_of_the_proposal_is_left_out() {
    let world = world();
    for group in ["Administration/Settings", "Administration/Access Rights"] {
        world.desk().grant("bridge", group);
    }
    world.pass(Duration::from_secs(3601));
    look(&world);
    let (town, deals) = (shown(&world, "town").len(), shown(&world, "deals").len());
    at_the_same_time(&world);
    world.desk().write_as("demo", "res.partner", AZURE, &json!({"email": "other@example.com"}));
    world.pass(Duration::from_secs(61));
    at_the_same_time(&world);
    let proposal = proposed(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    look(&world);
    look(&world);
    let (town, deals) = (shown(&world, "town").split_off(town + 1), shown(&world, "deals").split_off(deals));
    assert!(town.len() == 1 && town[0].starts_with("**Email**: ") && town[0].ends_with(" by Marc Demo*"), "{town:?}");
    assert!(deals.len() == 2 && deals[1].starts_with("**Phone**: "), "{deals:?}");
}

#[test]
fn what_somebody_writes_afterwards_is_told() {
    let world = world();
    let proposal = proposed(&world);
    press(&world, "ben", &proposal, "Approve");
    look(&world);
    let before = shown(&world, "town").len();
    at_the_same_time(&world);
    world.desk().write("res.partner", AZURE, &json!({"phone": "+34 700"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), before + 1);
    assert!(texts.last().unwrap().starts_with("**Phone**: "), "{texts:?}");
}

#[test]
fn what_somebody_else_changed_at_the_same_time_is_told() {
    let world = world();
    at_the_same_time(&world);
    world.desk().write("res.partner", AZURE, &json!({"email": "blue@example.com"}));
    let proposal = proposed(&world);
    press(&world, "ben", &proposal, "Approve");
    look(&world);
    let texts = shown(&world, "town");
    assert!(texts.last().unwrap().contains("blue@"), "{texts:?}");
}

#[test]
fn a_record_without_a_card_gets_none_where_the_proposal_stands() {
    let world = built::world();
    follow_model(&world, "res.partner", "town", Mode::Cards, 1_000);
    look(&world);
    at_the_same_time(&world);
    let proposal = proposed(&world);
    press(&world, "ben", &proposal, "Approve");
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1, "{:?}", shown(&world, "town"));
}

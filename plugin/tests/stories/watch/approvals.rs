//! Purchase orders that wait for approval, in the channels that follow them.

use std::time::Duration;

use odoo_plugin::ports::ChannelMember;
use serde_json::{Value, json};

use super::{at_the_same_time, look, shown};
use crate::world::World;

/// 1,200 USD, not sent yet.
const SMALL: i64 = 1;
/// 12,000 USD.
const LARGE: i64 = 2;
/// It waits already.
const WAITING: i64 = 3;

/// `town` follows purchase orders so.
fn world(flags: &str) -> World {
    let world = World::live().setting("allowservicereads", json!(true));
    world.desk().grant("bridge", "Purchase/User");
    world.join("town", "ben", ChannelMember { is_admin: true, is_guest: false });
    let answer = world.command(&format!("/odoo subscribe order {flags}"));
    assert!(answer.starts_with("This channel follows purchase orders from now on: "), "{answer}");
    look(&world);
    world
}

fn write(world: &World, id: i64, values: &Value) {
    world.pass(Duration::from_secs(1));
    at_the_same_time(world);
    world.desk().write("purchase.order", id, values);
    look(world);
}

fn set(world: &World, id: i64, state: &str) {
    write(world, id, &json!({"state": state}));
}

#[test]
fn that_an_order_waits_and_that_it_no_longer_does_is_told_like_a_change_of_stage() {
    let world = world("--events approval");
    assert_eq!(shown(&world, "town"), [""; 0], "what waited before is no news");
    set(&world, SMALL, "to approve");
    write(&world, SMALL, &json!({"amount_total": 1_300.0}));
    set(&world, SMALL, "purchase");
    set(&world, SMALL, "done");
    let shown = shown(&world, "town");
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert_eq!(shown[0], "order #\u{2060}1: P00001");
    assert!(shown[1].starts_with("**Status**: To Approve → Purchase Order\n*"), "{shown:?}");
    let card = super::first(&world, "town").cards[0].clone();
    assert!(card.fields.iter().any(|field| field.title == "Status" && field.value == "Purchase Order"), "{card:?}");
}

#[test]
fn what_waited_before_anybody_followed_is_told_when_it_is_decided_on() {
    let world = world("--events approval");
    set(&world, WAITING, "cancel");
    assert_eq!(shown(&world, "town"), ["order #\u{2060}3: P00003"]);
    let card = super::first(&world, "town").cards[0].clone();
    assert!(card.text.contains("**Status**: To Approve → Cancelled"), "{card:?}");
}

#[test]
fn an_order_is_followed_by_what_it_is_worth_and_from_whom_it_comes() {
    let world = world("--events approval --amount 5000");
    set(&world, SMALL, "to approve");
    set(&world, LARGE, "to approve");
    assert_eq!(shown(&world, "town"), ["order #\u{2060}2: P00002"]);
    let world = self::world("--events change --customer 15");
    write(&world, SMALL, &json!({"amount_total": 1.0}));
    assert_eq!(shown(&world, "town"), [""; 0]);
    write(&world, SMALL, &json!({"partner_id": 15}));
    assert_eq!(shown(&world, "town"), ["order #\u{2060}1: P00001"]);
}

#[test]
fn an_order_that_is_made_so_that_it_waits_is_told() {
    let world = world("--events approval");
    world.pass(Duration::from_secs(1));
    at_the_same_time(&world);
    let values = json!({"name": "P00009", "partner_id": 14, "state": "to approve"});
    let id = world.desk().create("purchase.order", &values);
    look(&world);
    assert_eq!(shown(&world, "town"), [format!("order #\u{2060}{id}: P00009")]);
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

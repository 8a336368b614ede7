//! Modules of subscriptions.

use odoo_plugin::command::{Typing, suggest};
use odoo_plugin::subscription;
use serde_json::json;

use super::{post, shown};
use crate::watch::{look, write};
use crate::world::World;

/// `town` follows tasks, and a module does with it what this code says.
fn world(code: &str) -> World {
    let world = crate::watch::world().admin().setting("enablemodules", json!(true));
    let id = subscription::all(&world.deps()).unwrap()[0].id.clone();
    let answer = super::add(&world, code, &format!("--subscription {id}"));
    assert!(answer.contains(&format!("bound to subscription {id}")), "{answer}");
    world
}

/// Somebody changes task 1 in Odoo.
fn change(world: &World) {
    write(world, 1, &json!({"priority": "1"}));
    look(world);
}

#[test]
fn a_module_says_how_a_change_is_shown() {
    let world = world("reads");
    change(&world);
    let told = world.heard.borrow()[0].clone();
    assert_eq!((&told["record"]["model"], &told["record"]["id"]), (&json!("project.task"), &json!(1)));
    assert_eq!(told["targets"], json!(["town"]));
    let name = told["record"]["name"].as_str().unwrap();
    assert_eq!(shown(&world, "town"), [post(name, "", "")]);
}

#[test]
fn a_dropped_change_is_not_shown() {
    let world = world(r#"{"drop": true}"#);
    change(&world);
    assert_eq!(shown(&world, "town"), []);
}

#[test]
fn a_change_is_shown_on_its_card_when_the_module_fails() {
    for code in ["overdue", r#"{"text": "x", "channel": "deals"}"#] {
        let world = world(code);
        change(&world);
        let cards = shown(&world, "town");
        assert_eq!(cards.len(), 1, "{code}");
        assert_eq!(cards[0].2, "shown without the module mine, which failed");
    }
}

#[test]
fn subscriptions_complete_for_who_binds_modules() {
    let world = crate::watch::world().setting("odooadmins", json!("@ben"));
    let id = subscription::all(&world.deps()).unwrap()[0].id.clone();
    let items = |user_id: &str| {
        let typing = Typing { user_id: user_id.into(), channel_id: "deals".into(), ..Typing::default() };
        suggest(&world.deps(), "all-subscriptions", &typing).into_iter().map(|one| one.item).collect::<Vec<_>>()
    };
    assert_eq!((items("ben"), items("cara")), (vec![id], Vec::new()));
}

#[test]
fn an_ended_subscription_has_no_module_any_more() {
    let world = world("reads");
    let id = subscription::all(&world.deps()).unwrap()[0].id.clone();
    assert!(world.command("/odoo module list").contains(&format!("| mine | subscription {id} |")));
    assert!(world.command(&format!("/odoo unsubscribe {id}")).ends_with("is ended."));
    assert!(world.command("/odoo module list").contains("| mine | nothing |"));
}

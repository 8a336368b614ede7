use odoo_plugin::identity::{self, How, Link};
use odoo_plugin::login;
use odoo_plugin::ports::Chat;
use odoo_stand_in::Fault;
use serde_json::json;

use crate::world::{START, World};

/// Ben is nora in Odoo, who was archived; cara is paula.
fn world() -> World {
    let world = World::live().setting("blockarchivedlogin", json!(true));
    for (user_id, odoo_uid) in [("ben", 11), ("cara", 9)] {
        let link = Link { odoo_uid, how: How::Email, matched_at: START, sealed: None, refused_at: None };
        identity::connect(&world.deps(), user_id, &link).unwrap();
    }
    world
}

fn refusal(world: &World, user_id: &str) -> Option<String> {
    login::refusal(&world.deps(), &world.person(user_id).unwrap())
}

#[test]
fn who_was_archived_in_odoo_does_not_sign_in() {
    let world = world();
    let sentence = "Your user in Odoo was archived, so you cannot sign in here. Please ask your administrator.";
    assert_eq!(refusal(&world, "ben"), Some(sentence.into()));
    assert_eq!((refusal(&world, "cara"), refusal(&world, "dora")), (None, None));
}

#[test]
fn nobody_is_refused_unless_an_administrator_wants_that() {
    let world = world().setting("blockarchivedlogin", json!(false));
    assert_eq!(refusal(&world, "ben"), None);
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn a_system_administrator_always_signs_in() {
    assert_eq!(refusal(&world().admin(), "ben"), None);
}

#[test]
fn an_odoo_that_is_down_refuses_nobody_and_holds_nobody_up() {
    let world = world();
    world.desk().set_fault(Fault::TooSlow);
    assert_eq!(refusal(&world, "ben"), None);
    assert_eq!(world.elapsed().as_secs(), 2);
}

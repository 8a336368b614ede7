use odoo_plugin::identity::{self, How, Link};
use odoo_stand_in::Fault;
use serde_json::json;

use crate::world::{START, World};

const NO_KEY: &str = "No key: changes that you make are made with the plugin's account. `/odoo connect` adds a key.";

fn by_mail(odoo_uid: i64) -> Link {
    Link { odoo_uid, how: How::Email, matched_at: START, sealed: None, refused_at: None }
}

fn matched(odoo_uid: i64) -> World {
    let world = World::live();
    identity::connect(&world.deps(), "ben", &by_mail(odoo_uid)).unwrap();
    world
}

#[test]
fn a_stranger_learns_how_to_connect() {
    assert_eq!(
        World::live().admin().command("/odoo whoami"),
        "In Mattermost: **ben**, system administrator.\nIn Odoo: not connected. `/odoo connect` ties you to your user there."
    );
}

#[test]
fn a_match_by_address_is_told_as_such() {
    assert_eq!(
        matched(9).command("/odoo whoami"),
        format!(
            "In Mattermost: **ben**, proposer.\nIn Odoo: **Paula Prieto** (paula), by your e-mail address, since 2026-11-21 10:30.\n{NO_KEY}"
        )
    );
}

#[test]
fn who_must_use_a_key_of_their_own_is_told_so() {
    let world = matched(9).setting("writeidentity", json!("personal"));
    assert!(
        world
            .command("/odoo whoami")
            .ends_with("\nNo key: you cannot change anything in Odoo. `/odoo connect` adds a key.")
    );
}

#[test]
fn an_archived_user_is_told() {
    assert_eq!(
        matched(11).command("/odoo whoami"),
        format!(
            "In Mattermost: **ben**, proposer.\nIn Odoo: **Nora Navarro** (nora), by your e-mail address, since 2026-11-21 10:30. **That user is archived.**\n{NO_KEY}"
        )
    );
    assert!(
        matched(999)
            .command("/odoo whoami")
            .ends_with("\nIn Odoo: your user does not exist there any more. Use `/odoo connect` again.")
    );
}

#[test]
fn a_refused_key_is_told() {
    let world = World::live();
    world.command("/odoo connect");
    world.submit("ben", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    world.desk().revoke_key("paula");
    assert!(world.command("/odoo whoami").ends_with("\nOdoo refuses your key. Use `/odoo connect` again."));
    world.save("encryptionkey", json!("ANOTHER_KEY_THAT_SEALS_NOTHING_YET"));
    assert!(
        world.command("/odoo whoami").ends_with("\nYour key cannot be opened any more. Use `/odoo connect` again.")
    );
}

#[test]
fn the_other_side_of_a_link_is_written_again() {
    let world = matched(9);
    world.kv.borrow_mut().remove("u/odoo/main/9");
    assert!(world.command("/odoo whoami").contains("Paula Prieto"));
    assert_eq!(identity::holder(&world.deps(), 9), Ok(Some("ben".into())));
}

#[test]
fn a_link_whose_user_went_to_somebody_else_is_given_up() {
    let world = matched(9);
    world.kv.borrow_mut().remove("u/odoo/main/9");
    identity::connect(&world.deps(), "cara", &by_mail(9)).unwrap();
    assert_eq!(
        world.command("/odoo whoami"),
        "In Mattermost: **ben**, proposer.\nIn Odoo: somebody else is connected with your user there by now. Use `/odoo connect` again."
    );
    assert_eq!(identity::link(&world.deps(), "ben").unwrap().map(|link| link.value), None);
}

#[test]
fn an_odoo_that_is_down_is_told() {
    let world = matched(9);
    world.desk().set_fault(Fault::NoAnswer);
    assert_eq!(
        world.command("/odoo whoami"),
        "In Mattermost: **ben**, proposer.\nOdoo cannot be reached at the moment. Try again in a minute.\nRequest `req`"
    );
}

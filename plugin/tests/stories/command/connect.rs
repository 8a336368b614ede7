use std::time::Duration;

use odoo_plugin::identity;
use odoo_plugin::ports::ElementKind;
use serde_json::{Value, json};

use crate::world::{Killed, World};

const FORM_IS_OPEN: &str = "A form is open for your Odoo login and an API key of yours. You make one in Odoo under *Preferences → Account Security → New API Key*. It is stored encrypted, changes in your name are made with it, and `/odoo disconnect` deletes it.";
const TAKEN: &str = "Somebody else on this server is connected with that user of Odoo. They have to use `/odoo disconnect` first; if you do not know them, ask an administrator.";

/// Fills in the form as `user_id`.
fn submit(world: &World, user_id: &str, login: &str, key: &str) -> Value {
    world.command_as(user_id, "town", "/odoo connect");
    let response = world.submit(user_id, "town", json!({"login": login, "key": key}));
    assert_eq!(response.status, 200);
    serde_json::from_slice(&response.body).unwrap()
}

/// Ben's address is paula's in Odoo.
fn namesake() -> World {
    let world = World::live();
    world.change("ben", |ben| ben.email = "Paula@Example.com".into());
    world
}

fn press(world: &World) -> Value {
    serde_json::from_slice(&world.press("ben").body).unwrap()
}

fn link(world: &World, user_id: &str) -> Option<Value> {
    let kv = world.kv.borrow();
    let (bytes, _) = kv.get(&format!("u/mm/{user_id}"))?;
    Some(serde_json::from_slice(bytes).unwrap())
}

#[test]
fn a_form_asks_for_login_and_key() {
    let world = World::live();
    assert_eq!(world.command("/odoo connect"), FORM_IS_OPEN);
    let dialogs = world.dialogs.borrow();
    let (dialog, entries) = (&dialogs[0], &dialogs[0].elements);
    assert_eq!((dialog.trigger_id.as_str(), dialog.url.as_str()), ("trigger", "/plugins/odoo/dialogs/v1/connect"));
    let entries: Vec<_> = entries.iter().map(|entry| (&*entry.name, entry.kind, &*entry.default)).collect();
    assert_eq!(entries, [("login", ElementKind::Text, "ben@example.com"), ("key", ElementKind::Password, "")]);
}

#[test]
fn a_key_that_works_connects() {
    let world = World::live();
    assert_eq!(submit(&world, "ben", "paula", "PAULA_API_KEY"), json!({}));
    assert_eq!(
        world.shown.borrow().last().unwrap().text,
        "You are connected with Odoo as **Paula Prieto**. Changes that you make from here are made by that user; `/odoo whoami` shows it."
    );
    assert_eq!(
        world.command("/odoo whoami"),
        "In Mattermost: **ben**, proposer.
In Odoo: **Paula Prieto** (paula), by an API key, since 2026-11-21 10:30.
Your key works: changes that you make are made by that user."
    );
}

#[test]
fn a_key_is_sealed_where_it_is_kept() {
    let world = World::live();
    submit(&world, "ben", "paula", "PAULA_API_KEY");
    let kept = link(&world, "ben").unwrap();
    assert_eq!((&kept["odoo_uid"], &kept["how"]), (&json!(9), &json!("key")));
    assert!(!kept.to_string().contains("PAULA") && !kept.to_string().contains("paula"), "{kept}");
}

#[test]
fn what_is_missing_in_the_form_is_told_at_its_entry() {
    let world = World::live();
    assert_eq!(
        submit(&world, "ben", " ", ""),
        json!({"errors": {"login": "Type in your Odoo login.", "key": "Type in an API key."}})
    );
}

#[test]
fn a_key_that_odoo_refuses_connects_nobody() {
    let world = World::live();
    let refusal =
        json!({"errors": {"key": "Odoo refused this login or key. Check both; a password of Odoo is no API key."}});
    assert_eq!(submit(&world, "ben", "paula", "GUESSED"), refusal);
    assert_eq!(submit(&world, "ben", "nora", "NORA_API_KEY"), refusal);
    assert_eq!(link(&world, "ben"), None);
}

#[test]
fn a_revoked_key_is_refused_although_it_was_seen_before() {
    let world = World::live();
    submit(&world, "ben", "paula", "PAULA_API_KEY");
    world.desk().revoke_key("paula");
    assert!(submit(&world, "ben", "paula", "PAULA_API_KEY")["errors"]["key"].is_string());
}

#[test]
fn keys_cannot_be_guessed_for_long() {
    let world = World::live();
    for _ in 0..5 {
        submit(&world, "ben", "paula", "GUESSED");
    }
    assert_eq!(
        submit(&world, "ben", "paula", "PAULA_API_KEY"),
        json!({"error": "You tried several keys in a row. Try again in 60 s."})
    );
}

#[test]
fn an_odoo_that_is_down_is_told_in_the_form() {
    let world = World::live();
    world.command("/odoo connect");
    world.desk().set_fault(odoo_stand_in::Fault::NoAnswer);
    let response = world.submit("ben", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    assert_eq!(
        serde_json::from_slice::<Value>(&response.body).unwrap(),
        json!({"error": "Odoo cannot be reached at the moment. Try again in a minute.\nRequest `req`"})
    );
}

#[test]
fn a_user_of_odoo_is_one_persons() {
    let world = World::live();
    submit(&world, "ben", "paula", "PAULA_API_KEY");
    assert_eq!(submit(&world, "cara", "paula", "PAULA_API_KEY"), json!({"error": TAKEN}));
}

#[test]
fn a_match_by_address_is_offered_and_counts_once_confirmed() {
    let world = namesake();
    assert_eq!(
        world.command("/odoo connect"),
        format!(
            "{FORM_IS_OPEN}\n\nOr connect without a key: in Odoo your e-mail address belongs to **Paula Prieto** (paula). Without a key of yours, changes are made with the plugin's account."
        )
    );
    assert_eq!(link(&world, "ben"), None);
    assert_eq!(press(&world), json!({}));
    assert_eq!(
        world.shown.borrow().last().unwrap().text,
        "You are connected with Odoo as **Paula Prieto**. `/odoo whoami` shows it, `/odoo connect` adds a key."
    );
    assert_eq!(link(&world, "ben").unwrap()["how"], json!("email"));
}

#[test]
fn an_address_that_nobody_verified_matches_nothing() {
    let world = namesake();
    world.change("ben", |ben| ben.is_email_verified = false);
    assert_eq!(world.command("/odoo connect"), FORM_IS_OPEN);
}

#[test]
fn an_address_of_several_users_or_of_an_archived_one_matches_nothing() {
    let world = namesake();
    world.desk().write("res.partner", 63, &json!({"email": "paula@example.com"}));
    assert_eq!(world.command("/odoo connect"), FORM_IS_OPEN);
    world.change("ben", |ben| ben.email = "nora@example.com".into());
    assert_eq!(world.command("/odoo connect"), FORM_IS_OPEN);
}

#[test]
fn an_offer_is_its_readers_for_an_hour_while_the_address_fits() {
    let stale =
        json!({"ephemeral_text": "This offer is out of date. Use `/odoo connect` again.", "skip_slack_parsing": true});
    let offered = || {
        let world = namesake();
        world.command("/odoo connect");
        world
    };
    let world = offered();
    assert_eq!(serde_json::from_slice::<Value>(&world.press("cara").body).unwrap(), stale);
    world.change("ben", |ben| ben.email = "rita@example.com".into());
    assert_eq!(press(&world), stale);
    let world = offered();
    world.pass(Duration::from_secs(3601));
    assert_eq!(press(&world), stale);
    assert_eq!(link(&world, "ben"), None);
}

#[test]
fn without_an_encryption_key_it_is_said_what_to_do() {
    let world = World::live().setting("encryptionkey", json!(""));
    assert_eq!(
        world.command("/odoo connect"),
        "This needs an encryption key. A system administrator has to press Regenerate at `EncryptionKey` in the plugin's settings, and save."
    );
    assert!(world.dialogs.borrow().is_empty());
}

#[test]
fn tools_are_nobody_in_odoo() {
    let world = World::live().setting("serviceaccounts", json!("@ben"));
    assert_eq!(world.command("/odoo connect"), "This is for people, not for tools.");
}

#[test]
fn a_death_at_any_step_is_mended_by_submitting_again() {
    for step in 0..12 {
        for is_after in [false, true] {
            let world = World::live();
            world.command("/odoo connect");
            world.effects.kill_at(step, is_after);
            let entries = json!({"login": "paula", "key": "PAULA_API_KEY"});
            if let Err(Killed) = world.survive(|world| world.submit("ben", "town", entries.clone())) {
                assert_eq!(submit(&world, "ben", "paula", "PAULA_API_KEY"), json!({}), "{step}");
            }
            assert_eq!(identity::holder(&world.deps(), 9), Ok(Some("ben".into())), "{step}");
        }
    }
}

use std::time::Duration;

use odoo_plugin::identity::{self, How, Link};
use odoo_plugin::jobs;
use odoo_stand_in::{Fault, StandIn};
use serde_json::{Value, json};

use crate::world::{START, World};

const FIRST: &str = "ENCRYPTION_KEY_OF_THIS_WORLD_0001";
const SECOND: &str = "ENCRYPTION_KEY_OF_THIS_WORLD_0002";
const LOST: &str = "Your Odoo key cannot be opened any more, because the encryption key of this plugin was changed. It was deleted here. Connect again with `/odoo connect`.";

/// Ben and cara are connected with keys of paula and rita.
fn connected() -> World {
    connect(World::live())
}

fn connect(world: World) -> World {
    for (user_id, login, key) in [("ben", "paula", "PAULA_API_KEY"), ("cara", "rita", "RITA_API_KEY")] {
        world.command_as(user_id, "town", "/odoo connect");
        let answer = world.submit(user_id, "town", json!({"login": login, "key": key}));
        assert_eq!(answer.body, b"{}");
    }
    world
}

fn sealed(world: &World, user_id: &str) -> Option<String> {
    identity::link(&world.deps(), user_id).unwrap().and_then(|link| link.value.sealed)
}

fn progress(world: &World) -> Value {
    serde_json::from_slice(&world.kv.borrow()["cur/seal"].0).unwrap()
}

fn night(world: &World) {
    world.pass(Duration::from_secs(24 * 3600));
    world.job("seal").unwrap();
}

#[test]
fn keys_move_to_the_new_encryption_key_and_the_old_one_can_go() {
    let world = connected();
    let before = sealed(&world, "ben");
    world.save("previousencryptionkey", json!(FIRST));
    world.save("encryptionkey", json!(SECOND));
    night(&world);
    assert_ne!(sealed(&world, "ben"), before);
    world.save("previousencryptionkey", json!(""));
    assert!(world.command("/odoo whoami").ends_with("Your key works: changes that you make are made by that user."));
    assert_eq!(world.told("ben"), [""; 0]);
}

#[test]
fn a_key_that_nothing_opens_is_deleted_and_its_owner_told_once() {
    let world = connected();
    world.save("encryptionkey", json!(SECOND));
    night(&world);
    night(&world);
    assert_eq!((sealed(&world, "ben"), sealed(&world, "cara")), (None, None));
    assert_eq!((world.told("ben"), world.told("cara")), (vec![LOST.to_owned()], vec![LOST.to_owned()]));
    assert_eq!(identity::holder(&world.deps(), 9), Ok(Some("ben".into())));
}

#[test]
fn without_any_encryption_key_nothing_is_given_up() {
    let world = connected();
    world.save("encryptionkey", json!(""));
    night(&world);
    assert!(sealed(&world, "ben").is_some());
}

#[test]
fn it_is_done_once_a_night() {
    let world = connected();
    world.job("seal").unwrap();
    world.asked.borrow_mut().clear();
    world.pass(Duration::from_secs(3600));
    world.job("seal").unwrap();
    assert!(world.asked.borrow().is_empty());
    night(&world);
    assert!(!world.asked.borrow().is_empty());
}

#[test]
fn a_revoked_key_is_told_once_in_a_day_until_it_is_replaced() {
    let world = connected();
    world.desk().revoke_key("paula");
    night(&world);
    assert_eq!(
        world.told("ben"),
        [
            "Odoo does not take your API key any more: it was deleted there, or it expired. Changes in your name fail until you connect again, with `/odoo connect`."
        ]
    );
    night(&world);
    assert_eq!(world.told("ben").len(), 2);
    world.desk().give_key("paula", "ANOTHER_KEY");
    world.command("/odoo connect");
    world.submit("ben", "town", json!({"login": "paula", "key": "ANOTHER_KEY"}));
    night(&world);
    assert_eq!((world.told("ben").len(), world.told("cara").len()), (2, 0));
}

#[test]
fn an_expiry_is_announced_fourteen_three_and_one_days_before() {
    let desk = StandIn::demo().version(19).offline();
    let world = connect(World::with_desk(desk).setting("odooadmins", json!("@dora")));
    world.desk().give_key_until("paula", "OTHER", "2026-12-11T09:00:00".parse().unwrap());
    world.desk().give_key_until("bridge", "OWN", "2026-12-09T09:00:00".parse().unwrap());
    for _ in 0..22 {
        night(&world);
    }
    let own = |days: &str| {
        format!(
            "An API key of your user in Odoo expires in {days}, on 2026-12-11 09:00 UTC. If it is the one that you use here, make a new one and use `/odoo connect`."
        )
    };
    assert_eq!(world.told("ben"), [own("14 days"), own("3 days"), own("1 day")]);
    assert_eq!(world.told("cara"), [""; 0]);
    assert_eq!(
        world.told("dora")[0],
        "An API key of this plugin's user in Odoo expires in 14 days, on 2026-12-09 09:00 UTC. If it is the one in `OdooAPIKey`, make a new one and put it there."
    );
    assert_eq!(world.told("dora").len(), 3);
}

#[test]
fn administrators_are_told_of_the_plugins_key_each_in_their_language() {
    let desk = StandIn::demo().version(19).offline();
    let world = World::with_desk(desk).setting("odooadmins", json!("@cara, @dora"));
    world.change("cara", |person| person.locale = "cs".into());
    world.desk().give_key_until("bridge", "OWN", "2026-11-28T09:00:00".parse().unwrap());
    night(&world);
    let told = ["cara", "dora"].map(|user_id| world.told(user_id).remove(0));
    assert_eq!(
        told,
        [
            "API klíč uživatele tohoto pluginu v Odoo vyprší za 6 dní, 2026-11-28 09:00 UTC. Pokud je to ten v `OdooAPIKey`, vytvořte nový a vložte ho tam.",
            "An API key of this plugin's user in Odoo expires in 6 days, on 2026-11-28 09:00 UTC. If it is the one in `OdooAPIKey`, make a new one and put it there."
        ]
    );
}

#[test]
fn broken_links_are_mended_and_lonely_sides_go() {
    let world = connected();
    world.kv.borrow_mut().remove("u/odoo/main/9");
    world.kv.borrow_mut().remove("u/mm/cara");
    night(&world);
    assert_eq!(identity::holder(&world.deps(), 9), Ok(Some("ben".into())));
    assert!(!world.kv.borrow().contains_key("u/odoo/main/10"));
}

#[test]
fn an_odoo_that_is_down_costs_one_question_and_nobody_their_key() {
    let world = connected();
    world.desk().set_fault(Fault::TooSlow);
    world.asked.borrow_mut().clear();
    night(&world);
    assert_eq!(world.asked.borrow().len(), 1);
    assert_eq!(world.told("ben"), [""; 0]);
    assert_eq!(progress(&world)["is_done"], json!(true));
}

#[test]
fn what_does_not_fit_into_one_run_comes_in_the_next() {
    let world = World::live();
    let link = |odoo_uid| Link { odoo_uid, how: How::Email, matched_at: START, sealed: None, refused_at: None };
    for number in 0..30 {
        identity::connect(&world.deps(), &format!("person{number:02}"), &link(number)).unwrap();
        world.kv.borrow_mut().remove(&format!("u/odoo/main/{number}"));
    }
    world.effects.interrupt_at(10, |world| world.pass(Duration::from_secs(16)));
    world.job("seal").unwrap();
    let first = progress(&world);
    assert_eq!(first["is_done"], json!(false));
    world.job("seal").unwrap();
    assert_eq!(progress(&world)["is_done"], json!(true));
    for number in 0..30 {
        assert_eq!(identity::holder(&world.deps(), number), Ok(Some(format!("person{number:02}"))));
    }
}

#[test]
fn a_death_at_any_step_loses_no_key() {
    for step in 0..12 {
        for is_after in [false, true] {
            let world = connected();
            world.save("previousencryptionkey", json!(FIRST));
            world.save("encryptionkey", json!(SECOND));
            world.effects.kill_at(step, is_after);
            let _ = world.survive(|world| world.job("seal"));
            world.effects.calm();
            world.job("seal").unwrap();
            world.save("previousencryptionkey", json!(""));
            for user_id in ["ben", "cara"] {
                let whoami = world.command_as(user_id, "town", "/odoo whoami");
                assert!(whoami.contains("Your key works"), "{step}: {whoami}");
            }
        }
    }
}

#[test]
fn who_lost_the_lease_writes_no_progress() {
    let world = connected();
    jobs::run(&world.deps(), "seal", 7).unwrap();
    let before = progress(&world);
    world.pass(Duration::from_secs(24 * 3600));
    assert_eq!(jobs::run(&world.deps(), "seal", 6), Err("another node holds the lease by now".into()));
    assert_eq!(progress(&world), before);
}

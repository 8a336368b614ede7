use odoo_plugin::identity::{self, Claim, Credential, How, Identity, Link};
use odoo_plugin::language::Language;
use odoo_plugin::odoo::OdooError;
use odoo_plugin::seal::Seal;
use odoo_plugin::settings::{Account, Connection, Secret, Settings};
use serde_json::{Value, json};

use crate::world::{START, World};

fn settings(world: &World) -> Settings {
    Settings::current(&world.deps()).settings
}

fn service(world: &World) -> Account {
    match settings(world).connection {
        Connection::Account(account) => account,
        Connection::Missing(missing) => panic!("{missing:?}"),
    }
}

fn by_mail(odoo_uid: i64) -> Link {
    Link { odoo_uid, how: How::Email, matched_at: START, sealed: None, refused_at: None }
}

/// A link with paula's key.
fn by_key(world: &World, user_id: &str, odoo_uid: i64) -> Link {
    let seal = Seal::of(Language::En, &settings(world).encryption).unwrap();
    let credential = Credential { login: "paula".into(), key: Secret::new("PAULA_API_KEY".into()) };
    let sealed = identity::seal_credential(&world.deps(), &seal, user_id, &credential).unwrap();
    Link { how: How::Key, sealed: Some(sealed), ..by_mail(odoo_uid) }
}

fn connect(world: &World, user_id: &str, link: &Link) -> Claim {
    identity::connect(&world.deps(), user_id, link).unwrap()
}

fn odoo_uid(world: &World, user_id: &str) -> Option<i64> {
    identity::link(&world.deps(), user_id).unwrap().map(|link| link.value.odoo_uid)
}

fn holder(world: &World, odoo_uid: i64) -> Option<String> {
    identity::holder(&world.deps(), odoo_uid).unwrap()
}

fn writer(world: &World, user_id: &str) -> Result<Identity, String> {
    identity::writer(&world.deps(), &settings(world), &service(world), user_id)
}

#[test]
fn a_link_holds_ids_and_how_they_were_matched() {
    let world = World::new();
    assert_eq!(connect(&world, "ben", &by_mail(9)), Claim::Done);
    let kept = |key: &str| serde_json::from_slice::<Value>(&world.kv.borrow()[key].0).unwrap();
    assert_eq!(kept("u/mm/ben"), json!({"v": 1, "odoo_uid": 9, "how": "email", "matched_at": START.0}));
    assert_eq!(kept("u/odoo/main/9"), json!({"v": 1, "user_id": "ben"}));
}

#[test]
fn a_new_link_takes_the_place_of_the_old_one() {
    let world = World::new();
    connect(&world, "ben", &by_mail(9));
    assert_eq!(connect(&world, "ben", &by_mail(10)), Claim::Done);
    assert_eq!((odoo_uid(&world, "ben"), holder(&world, 9), holder(&world, 10)), (Some(10), None, Some("ben".into())));
    assert!(!world.kv.borrow().contains_key("u/odoo/main/9"));
}

#[test]
fn a_user_of_odoo_belongs_to_one_person() {
    let world = World::new();
    connect(&world, "ben", &by_mail(9));
    assert_eq!(connect(&world, "cara", &by_mail(9)), Claim::Taken);
    assert_eq!((odoo_uid(&world, "cara"), holder(&world, 9)), (None, Some("ben".into())));
}

#[test]
fn a_key_proves_more_than_an_address() {
    let world = World::new();
    connect(&world, "ben", &by_mail(9));
    assert_eq!(connect(&world, "cara", &by_key(&world, "cara", 9)), Claim::Done);
    assert_eq!((odoo_uid(&world, "ben"), odoo_uid(&world, "cara")), (None, Some(9)));
    assert_eq!(connect(&world, "ben", &by_key(&world, "ben", 9)), Claim::Taken);
}

#[test]
fn nothing_is_left_of_a_link_that_was_undone() {
    let world = World::new();
    connect(&world, "ben", &by_key(&world, "ben", 9));
    assert_eq!(identity::disconnect(&world.deps(), "ben"), Ok(true));
    assert!(world.kv.borrow().is_empty());
    assert_eq!(identity::disconnect(&world.deps(), "ben"), Ok(false));
}

#[test]
fn a_death_at_any_step_leaves_no_user_of_odoo_out_of_reach() {
    for step in 0..3 {
        for is_after in [false, true] {
            let world = World::new();
            connect(&world, "ben", &by_mail(8));
            world.effects.kill_at(step, is_after);
            assert!(world.survive(|world| connect(world, "ben", &by_mail(9))).is_err(), "{step}");
            let is_done = odoo_uid(&world, "ben") == Some(9);
            let wanted = if is_done { Claim::Taken } else { Claim::Done };
            assert_eq!(connect(&world, "cara", &by_mail(9)), wanted, "{step}");
            assert_eq!(connect(&world, "ben", &by_mail(9)), if is_done { Claim::Done } else { Claim::Taken }, "{step}");
        }
    }
}

#[test]
fn of_two_people_at_the_same_time_one_is_connected() {
    for step in 0..2 {
        let world = World::new();
        world.effects.interrupt_at(step, |world| {
            assert_eq!(connect(world, "cara", &by_mail(9)), Claim::Done);
        });
        connect(&world, "ben", &by_mail(9));
        let linked = ["ben", "cara"].map(|user_id| odoo_uid(&world, user_id) == Some(9));
        assert_eq!(linked.iter().filter(|linked| **linked).count(), 1, "{step}");
        assert!(holder(&world, 9).is_some(), "{step}");
    }
}

#[test]
fn writes_use_the_personal_key_of_who_has_one() {
    let world = World::new();
    connect(&world, "ben", &by_key(&world, "ben", 9));
    let account = Account { login: "paula".into(), key: Secret::new("PAULA_API_KEY".into()), ..service(&world) };
    let label = "as ben".into();
    let owner_id = Some("ben".into());
    assert_eq!(writer(&world, "ben"), Ok(Identity { account, is_personal: true, owner_id, odoo_uid: Some(9), label }));
}

#[test]
fn writes_of_others_use_the_plugins_account_where_that_is_allowed() {
    let world = World::new();
    connect(&world, "ben", &by_mail(9));
    let identity = |odoo_uid| Identity {
        account: service(&world),
        is_personal: false,
        owner_id: None,
        odoo_uid,
        label: "as the plugin's account".into(),
    };
    assert_eq!(writer(&world, "ben"), Ok(identity(Some(9))));
    assert_eq!(writer(&world, "cara"), Ok(identity(None)));
    world.save("writeidentity", json!("personal"));
    let sentence = "Changes in Odoo are made with your own Odoo account here. Connect it first, with `/odoo connect`.";
    assert_eq!(writer(&world, "ben"), Err(sentence.into()));
    assert_eq!(writer(&world, "cara"), Err(sentence.into()));
}

#[test]
fn reads_use_the_plugins_account() {
    let world = World::new();
    assert_eq!(identity::reader(&service(&world)).account, service(&world));
}

#[test]
fn a_key_that_cannot_be_opened_is_never_replaced_by_the_plugins_account() {
    let world = World::new();
    connect(&world, "ben", &by_key(&world, "ben", 9));
    world.save("encryptionkey", json!("ANOTHER_KEY_THAT_SEALS_NOTHING_YET"));
    assert_eq!(
        writer(&world, "ben"),
        Err("Your Odoo key cannot be opened any more. Connect again with `/odoo connect`.".into())
    );
    world.save("encryptionkey", json!(""));
    assert_eq!(
        writer(&world, "ben"),
        Err("This needs an encryption key. A system administrator has to press Regenerate at `EncryptionKey` in the plugin's settings, and save.".into())
    );
}

#[test]
fn a_sealed_key_opens_for_its_owner_only() {
    let world = World::new();
    let link = by_key(&world, "ben", 9);
    connect(&world, "cara", &link);
    assert!(writer(&world, "cara").is_err());
}

#[test]
fn a_personal_key_that_odoo_refuses_is_told_to_its_owner_once() {
    let world = World::new();
    connect(&world, "ben", &by_key(&world, "ben", 9));
    let personal = writer(&world, "ben").unwrap();
    let sentence = "Odoo does not take the personal API key any more with which this was to be done. Its owner has to connect again, with `/odoo connect`.";
    for _ in 0..2 {
        assert_eq!(personal.explain(&world.deps(), &OdooError::Authentication), sentence);
    }
    assert_eq!(world.told("ben").len(), 1);
    let service = identity::reader(&service(&world));
    assert!(
        service
            .explain(&world.deps(), &OdooError::Authentication)
            .starts_with("Odoo refused the account of this plugin.")
    );
}

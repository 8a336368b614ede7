use std::time::Duration;

use odoo_plugin::settings::{Connection, Settings};
use serde_json::json;

use crate::world::{Memory, World};

/// Where Odoo is and as whom, by the settings in force.
fn account(world: &World) -> Option<(String, String)> {
    match Settings::current(&world.deps()).settings.connection {
        Connection::Account(account) => Some((account.address.to_string(), account.login)),
        Connection::Missing(_) => None,
    }
}

fn as_login(login: &str) -> Option<(String, String)> {
    Some(("https://erp.example.com".into(), login.into()))
}

#[test]
fn the_plugin_starts_without_asking_odoo() {
    let world = World::new();
    assert_eq!(world.configuration_changed(), Ok(()));
    assert_eq!(world.activate(), Ok(()));
    assert!(world.asked.borrow().is_empty());
    assert_eq!(world.registered.borrow()[0].trigger, "odoo");
    assert!(world.logged.borrow().is_empty());
}

#[test]
fn the_plugin_starts_without_its_bot_and_without_a_configuration() {
    let world = World::new().unconfigured().without_bot();
    assert_eq!(world.configuration_changed(), Ok(()));
    assert_eq!(world.activate(), Ok(()));
    assert_eq!(
        *world.logged.borrow(),
        [
            "Info Odoo is not configured yet missing=OdooURL OdooDatabase OdooLogin OdooAPIKey",
            "Info An encryption key was generated and saved in the settings",
            "Warn The bot could not be made; answers come without it error=forbidden",
        ]
    );
}

#[test]
fn mistakes_in_the_settings_are_told_all_at_once() {
    let world = World::new().setting("odoourl", json!("erp")).setting("paused", json!(3));
    assert_eq!(
        world.configuration_changed(),
        Err("The settings have mistakes; the last good ones stay in force. OdooURL must be an address such as `https://erp.example.com`. Paused must be true or false.".into())
    );
}

#[test]
fn the_first_start_generates_an_encryption_key_and_later_ones_keep_it() {
    let world = World::new().setting("encryptionkey", json!(""));
    world.activate().unwrap();
    let key = world.setting_of("encryptionkey");
    assert_eq!(key.as_str().map(str::len), Some(43));
    world.restart();
    world.activate().unwrap();
    assert_eq!(world.setting_of("encryptionkey"), key);
    assert!(!world.logged.borrow().iter().any(|line| line.contains(key.as_str().unwrap())));
}

#[test]
fn two_nodes_that_start_together_generate_one_key() {
    for step in 0..2 {
        let world = World::new().setting("encryptionkey", json!(""));
        world.effects.interrupt_at(step, |world| world.activate().unwrap());
        world.activate().unwrap();
        let logged = world.logged.borrow();
        assert_eq!(logged.iter().filter(|line| line.contains("encryption key was generated")).count(), 1, "{step}");
    }
}

#[test]
fn a_key_that_was_lost_soon_after_the_first_start_is_generated_at_the_next() {
    let world = World::new().setting("encryptionkey", json!(""));
    world.activate().unwrap();
    world.save("encryptionkey", json!(""));
    world.pass(Duration::from_secs(60));
    world.restart();
    world.activate().unwrap();
    assert_eq!(world.setting_of("encryptionkey").as_str().map(str::len), Some(43));
}

#[test]
fn a_process_that_starts_while_something_wrong_is_saved_goes_on_with_the_last_good_settings() {
    let world = World::new();
    world.configuration_changed().unwrap();
    world.save("odoologin", json!("clerk"));
    world.configuration_changed().unwrap();
    world.save("reminders", json!("every morning"));
    world.configuration_changed().unwrap_err();
    world.restart();
    assert_eq!(account(&world), as_login("clerk"));
    let calls = world.kv_calls.get();
    assert_eq!((account(&world), world.kv_calls.get()), (as_login("clerk"), calls), "read once");
    world.save("reminders", json!("[]"));
    world.save("odoologin", json!("bridge"));
    assert_eq!(account(&world), as_login("bridge"));
}

#[test]
fn the_settings_of_a_first_start_are_kept_with_the_key_that_it_generates() {
    let world = World::new().setting("encryptionkey", json!(""));
    world.configuration_changed().unwrap();
    world.activate().unwrap();
    world.save("paused", json!("maybe"));
    world.restart();
    assert_eq!(account(&world), as_login("bridge"));
}

#[test]
fn the_last_good_settings_are_sealed_and_another_encryption_key_opens_them_as_the_previous_one() {
    let world = World::new();
    let key = world.setting_of("encryptionkey");
    world.configuration_changed().unwrap();
    let written = world.kv_calls.get().1;
    world.configuration_changed().unwrap();
    assert_eq!(world.kv_calls.get().1, written, "nothing else was saved");
    let kept = String::from_utf8(world.kv.borrow()["sys/settings"].0.clone()).unwrap();
    assert!(!kept.contains("bridge") && !kept.contains(key.as_str().unwrap()), "{kept}");
    world.save("encryptionkey", json!("another key of thirty-two letters"));
    world.save("paused", json!("maybe"));
    world.restart();
    assert_eq!(account(&world), None, "another key opens nothing");
    world.save("previousencryptionkey", key);
    world.pass(Duration::from_secs(60));
    assert_eq!(account(&world), as_login("bridge"));
}

#[test]
fn a_node_that_joins_while_something_wrong_is_saved_has_the_settings_of_the_others() {
    let world = World::new();
    world.configuration_changed().unwrap();
    world.save("odoourl", json!("erp"));
    let joined = world.on_node(&mut Memory::new(), |world| {
        world.configuration_changed().unwrap_err();
        account(world)
    });
    assert_eq!(joined, account(&world));
    assert_eq!(joined, as_login("bridge"));
}

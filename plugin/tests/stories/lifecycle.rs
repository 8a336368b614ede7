use std::time::Duration;

use serde_json::json;

use crate::world::World;

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

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

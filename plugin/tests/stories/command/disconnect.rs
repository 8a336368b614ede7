use serde_json::json;

use crate::world::World;

#[test]
fn nothing_of_the_person_is_left() {
    let world = World::live();
    world.command("/odoo connect");
    world.submit("ben", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    assert_eq!(
        world.command("/odoo disconnect"),
        "You are not connected with Odoo any more, and your key is deleted here. In Odoo it stays valid until you delete it there, under *Preferences → Account Security*."
    );
    assert!(world.kv.borrow().keys().all(|key| !key.starts_with("u/")));
    assert_eq!(world.command("/odoo disconnect"), "You are not connected with Odoo. `/odoo connect` does that.");
}

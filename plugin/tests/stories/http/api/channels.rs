use odoo_plugin::ports::ChannelMember;
use serde_json::json;

use super::{get, live};
use crate::world::BOT;

#[test]
fn channels_are_those_of_the_caller_that_the_bot_is_in() {
    let world = live();
    assert_eq!(get(&world, "ben", "/channels"), (200, json!({"count": 0, "channels": []})));
    let member = ChannelMember { is_admin: false, is_guest: false };
    world.join("town", BOT, member);
    world.join("deals", BOT, member);
    let deals = json!({"id": "deals", "team_id": "team", "name": "deals", "display_name": "deals", "type": "private"});
    let town = json!({"id": "town", "team_id": "team", "name": "town", "display_name": "town", "type": "open"});
    assert_eq!(get(&world, "ben", "/channels"), (200, json!({"count": 2, "channels": [deals, town]})));
    assert_eq!(get(&world, "anna", "/channels"), (200, json!({"count": 1, "channels": [town]})));
    assert_eq!(get(&world, "dora", "/channels").1["count"], 0);
}

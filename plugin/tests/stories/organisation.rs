//! Two organisations in one Mattermost and one Odoo, and an administrator of both: what belongs to one is not found from the
//! other's team, in whatever way it is asked for.

mod fence;
mod gateway;
mod hooks;
mod linking;
mod rules;
mod telling;

use odoo_plugin::ports::ChannelMember;
use odoo_stand_in::StandIn;
use serde_json::json;

use crate::world::World;

/// Azure Interior with its people, in the team of `town`.
const AZURE: &str = "partner:14";
/// Deco Addict with its people, in the team of `garden`.
const DECO: &str = "partner:10";

/// `ben` administers the server, works in both teams, and Odoo has a second company.
fn world() -> World {
    let company = json!({"name": "Rivals", "partner_id": 10, "currency_id": 1});
    let desk = StandIn::demo().with("res.company", &company).offline();
    let world = World::with_desk(desk).admin();
    world.join("garden", "ben", ChannelMember { is_admin: false, is_guest: false });
    world
}

/// Each team has an organisation.
fn linked(town: &str, garden: &str) -> World {
    let world = world();
    link(&world, "town", town);
    link(&world, "garden", garden);
    world
}

fn link(world: &World, channel_id: &str, id: &str) {
    let answer = world.command_as("ben", channel_id, &format!("/odoo org link {id}"));
    assert!(answer.starts_with("This team is linked with "), "{answer}");
}

//! A channel follows records of Odoo.

mod ending;
mod events;
mod list;
mod names;
mod preview;
mod right;
mod told;
mod ways;

use odoo_plugin::ports::ChannelMember;
use odoo_plugin::subscription::{self, Subscription};
use serde_json::json;

use crate::world::World;

const ADMIN: ChannelMember = ChannelMember { is_admin: true, is_guest: false };

/// `ben` administers the channel `town`, and everybody may search.
fn world() -> World {
    let world = World::live().setting("allowservicereads", json!(true));
    world.join("town", "ben", ADMIN);
    world
}

/// All subscriptions.
fn all(world: &World) -> Vec<Subscription> {
    subscription::all(&world.deps()).unwrap()
}

/// The only subscription.
fn only(world: &World) -> Subscription {
    let mut all = all(world);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// The only subscription, after `ben` typed this.
fn made(world: &World, command: &str) -> Subscription {
    let answer = world.command(&format!("/odoo subscribe {command}"));
    assert!(answer.starts_with("This channel follows "), "{answer}");
    only(world)
}

//! Reminders: each record once for each rule and slot, whoever dies and whatever is away.

mod faults;
mod told;
mod wrong;

use std::time::Duration;

use odoo_plugin::identity::{self, Claim, How, Link};
use odoo_plugin::odoo::When;
use odoo_plugin::ports::{ChannelMember, Clock, Message};
use serde_json::{Value, json};

use crate::event::work_after;
use crate::world::{BOT, START, World};

/// Open tasks are told at nine in New York, late ones at ten; what is nobody's here is told in `town`.
pub fn rule() -> Value {
    json!({
        "name": "tasks", "model": "project.task", "date_field": "date_deadline",
        "open_domain": [["state", "not in", ["1_done", "1_canceled"]], ["project_id", "in", [1, 3]]],
        "zone": "America/New_York", "at": ["09:00"], "to": "user_ids", "channel": "acme/town",
    })
}

/// The same, with what is late.
pub fn late_rule() -> Value {
    let mut rule = rule();
    rule["at"] = json!([]);
    rule["overdue_at"] = json!("10:00");
    rule["tiers"] = json!({"5": "high", "30": "critical"});
    rule
}

/// A world with this rule. `ben` is Marc Demo in Odoo, Mitchell Admin is nobody here, `anna` administers.
pub fn world(rule: &Value) -> World {
    let world = World::live().setting("reminders", json!(json!([rule]).to_string()));
    world.join("town", BOT, ChannelMember { is_admin: false, is_guest: false });
    world.command_as("anna", "town", "/odoo whoami");
    is_in_odoo(&world, "ben", "demo");
    world
}

/// Somebody is that user of Odoo.
pub fn is_in_odoo(world: &World, user_id: &str, login: &str) {
    let odoo_uid = world.desk().user(login).uid;
    let link = Link { odoo_uid, how: How::Email, matched_at: START, sealed: None, refused_at: None };
    assert_eq!(identity::connect(&world.deps(), user_id, &link).unwrap(), Claim::Done);
}

/// Time goes by until this moment, UTC.
pub fn wait_for(world: &World, moment: &str) {
    let Some(When::Moment(moment)) = When::parse(moment) else { panic!("a moment") };
    assert!(moment >= world.now(), "it is later than {moment:?}");
    world.pass(moment.since(world.now()));
}

/// The jobs come round.
pub fn tick(world: &World) -> Result<(), String> {
    work_after(world, "reminders")
}

/// The jobs come round every minute for so many minutes.
pub fn work_for(world: &World, minutes: u32) {
    for _ in 0..minutes {
        world.pass(Duration::from_secs(60));
        tick(world).unwrap();
    }
}

/// What the bot wrote in a channel, as it is read there.
pub fn shown(world: &World, channel_id: &str) -> Vec<String> {
    let posts = world.posts.borrow();
    posts.iter().filter(|post| post.channel_id == channel_id).map(read).collect()
}

/// A message as it is read: its text, and its cards with title and text.
pub fn read(message: &Message) -> String {
    let mut lines = vec![message.text.clone()];
    lines.extend(message.cards.iter().flat_map(|card| [card.title.clone(), card.text.clone()]));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

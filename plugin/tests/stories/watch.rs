//! What changes in Odoo appears in the channels that follow it.

mod approvals;
mod files;
mod gone;
mod mentions;
mod mirror;
mod missed;
mod own;
mod quiet;
mod remarks;
mod rings;
mod together;
mod told;
mod trail;

use std::time::Duration;

use chrono::DateTime;
use odoo_plugin::ports::{ChannelMember, Chat, Clock, Message};
use odoo_plugin::subscription::{self, Added, Filters, Mode, Subscription};
use odoo_plugin::watch::{Kind, ring};
use serde_json::{Value, json};

use crate::event::work_after;
use crate::world::{BOT, START, World};

/// `town` follows tasks; what is there already is known.
pub fn world() -> World {
    let world = World::live();
    follow(&world, "town");
    look(&world);
    world
}

/// A channel follows everything about tasks.
pub fn follow(world: &World, channel_id: &str) {
    follow_as(world, channel_id, Mode::Cards, 1_000);
}

/// A channel follows everything about tasks, and wants to read it so, at most so often in an hour.
pub fn follow_as(world: &World, channel_id: &str, mode: Mode, max_per_hour: u32) {
    follow_model(world, "project.task", channel_id, mode, max_per_hour);
}

/// A channel follows everything about records of a model.
pub fn follow_model(world: &World, model: &str, channel_id: &str, mode: Mode, max_per_hour: u32) {
    world.join(channel_id, BOT, ChannelMember { is_admin: false, is_guest: false });
    let subscription = Subscription {
        id: String::new(),
        model: model.into(),
        channel_id: channel_id.into(),
        team_id: world.channel(channel_id).expect("a channel").team_id,
        created_by: "ben".into(),
        created_at: START,
        events: vec![Kind::Create, Kind::Change, Kind::Stage, Kind::Assign, Kind::Archive, Kind::Comment],
        filters: Filters::default(),
        not_by: None,
        mode,
        max_per_hour,
        mentions: false,
        root_id: String::new(),
        copies_files: false,
    };
    let added = subscription::add(&world.deps(), &subscription).unwrap();
    assert!(matches!(added, Added::Done(_)), "{added:?}");
}

/// The jobs come round once, after the time between two polls.
pub fn look(world: &World) {
    world.pass(Duration::from_secs(21));
    tick(world);
}

/// The jobs come round now.
pub fn tick(world: &World) {
    work_after(world, "poll").unwrap();
}

/// Odoo rings.
pub fn rings(world: &World, id: i64) {
    ring(&world.deps(), "project.task", id).unwrap();
}

/// An administrator writes in Odoo, a second later.
pub fn write(world: &World, id: i64, values: &Value) {
    world.pass(Duration::from_secs(1));
    at_the_same_time(world);
    world.desk().write("project.task", id, values);
}

/// An administrator makes a task in Odoo, a second later.
pub fn create(world: &World, name: &str) -> i64 {
    world.pass(Duration::from_secs(1));
    at_the_same_time(world);
    world.desk().create("project.task", &json!({"name": name, "project_id": 3}))
}

/// Somebody writes a message on a task in Odoo, a second later, and nothing about the task changes.
pub fn say(world: &World, id: i64, body: &str, is_internal: bool) -> i64 {
    world.pass(Duration::from_secs(1));
    at_the_same_time(world);
    message(world, id, body, is_internal)
}

/// The same at this very moment.
pub fn message(world: &World, id: i64, body: &str, is_internal: bool) -> i64 {
    let subtype = if is_internal { 2 } else { 1 };
    let values = json!({"model": "project.task", "res_id": id, "message_type": "comment", "subtype_id": subtype,
        "body": body, "author_id": 7});
    world.desk().create("mail.message", &values)
}

/// Odoo's clock shows the world's time.
pub fn at_the_same_time(world: &World) {
    let now = DateTime::from_timestamp_millis(world.now().0).expect("a moment");
    world.desk().set_now(now.naive_utc());
}

/// What stands in a channel, in order: the card's title, or the text of a reply.
pub fn shown(world: &World, channel_id: &str) -> Vec<String> {
    let posts = world.posts.borrow();
    let there = posts.iter().filter(|post| post.channel_id == channel_id);
    there.map(|post| post.cards.first().map_or(&post.text, |card| &card.title).clone()).collect()
}

/// The post that is the first in a channel.
pub fn first(world: &World, channel_id: &str) -> Message {
    world.posts.borrow().iter().find(|post| post.channel_id == channel_id).expect("a post").clone()
}

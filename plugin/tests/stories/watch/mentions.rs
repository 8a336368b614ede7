//! Whom an event calls by name: nobody, unless the setting and the subscription say so.

use odoo_plugin::identity::{How, Link, connect};
use odoo_plugin::ports::ChannelMember;
use odoo_plugin::subscription::{self, Subscription};
use serde_json::{Value, json};

use super::{create, follow, look, write};
use crate::world::{START, World};

/// `town` follows tasks and may mention; `cara` is Marc Demo in Odoo.
fn world(policy: &str, mentions: bool) -> World {
    let world = World::live().setting("mentionpolicy", json!(policy));
    follow(&world, "town");
    let deps = world.deps();
    let only = subscription::all(&deps).unwrap().remove(0);
    subscription::remove(&deps, &only).unwrap();
    subscription::add(&deps, &Subscription { mentions, ..only }).unwrap();
    is(&world, "cara", "demo");
    look(&world);
    world
}

fn is(world: &World, user_id: &str, login: &str) {
    let odoo_uid = world.desk().user(login).uid;
    let link = Link { odoo_uid, how: How::Email, matched_at: START, sealed: None, refused_at: None };
    connect(&world.deps(), user_id, &link).unwrap();
}

fn assign(world: &World, id: i64, logins: &[&str]) {
    let uids: Vec<_> = logins.iter().map(|login| json!(world.desk().user(login).uid)).collect();
    write(world, id, &json!({"user_ids": [[6, 0, Value::Array(uids)]]}));
}

/// The last line of each message of a channel that calls somebody.
fn calls(world: &World, channel_id: &str) -> Vec<String> {
    let posts = world.posts.borrow();
    let texts = posts.iter().filter(|post| post.channel_id == channel_id).map(|post| post.text.clone());
    let last = texts.filter_map(|text| text.lines().last().map(ToOwned::to_owned));
    last.filter(|line| line.starts_with('@')).collect()
}

#[test]
fn who_becomes_responsible_is_called_and_nobody_else() {
    let world = world("assign", true);
    let id = create(&world, "Paint");
    look(&world);
    assign(&world, id, &["demo"]);
    look(&world);
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    assert_eq!(calls(&world, "town"), ["@cara"]);
}

#[test]
fn nobody_is_called_without_the_setting_or_without_the_flag() {
    for (policy, flag) in [("none", true), ("assign", false), ("", true), ("assign:warning", true)] {
        let world = world(policy, flag);
        let id = create(&world, "Paint");
        look(&world);
        assign(&world, id, &["demo"]);
        look(&world);
        assert_eq!(calls(&world, "town"), [""; 0], "{policy} {flag}");
    }
}

#[test]
fn who_is_not_in_the_channel_reads_it_in_direct_messages_in_their_language() {
    let world = world("assign", true);
    world.change("dora", |dora| dora.locale = "cs".into());
    is(&world, "dora", "paula");
    let id = create(&world, "Paint");
    look(&world);
    assign(&world, id, &["demo", "paula"]);
    look(&world);
    assert_eq!(calls(&world, "town"), ["@cara"]);
    let direct = world.told("dora");
    assert_eq!(direct.len(), 1, "{direct:?}");
    assert!(
        direct[0].starts_with("[úkol #") && direct[0].contains("Paint") && !direct[0].contains("@dora"),
        "{direct:?}"
    );
}

#[test]
fn whom_nobody_knows_is_only_named_and_administrators_read_of_it() {
    let world = world("assign", true);
    let id = create(&world, "Paint");
    look(&world);
    assign(&world, id, &["paula"]);
    look(&world);
    assert_eq!(calls(&world, "town"), [""; 0]);
    world.change("anna", |anna| anna.is_system_admin = true);
    world.join("town", "anna", ChannelMember { is_admin: true, is_guest: false });
    let status = world.command_as("anna", "town", "/odoo status --verbose");
    let uid = world.desk().user("paula").uid;
    assert!(status.contains(&format!("| Responsible and not connected | #{uid} |")), "{status}");
    let doctor = world.command_as("anna", "town", "/odoo doctor delivery");
    let finding = format!(
        "- ✗ #{uid} is responsible and not connected, and was not mentioned. They connect with `/odoo connect`.\n"
    );
    assert!(doctor.ends_with(&finding), "{doctor}");
    is(&world, "dora", "paula");
    assert!(!world.command_as("anna", "town", "/odoo status --verbose").contains("not connected |"));
}

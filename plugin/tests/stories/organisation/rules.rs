use std::time::Duration;

use odoo_plugin::ports::ChannelMember;
use odoo_stand_in::StandIn;
use serde_json::{Value, json};

use super::{AZURE, DECO, link};
use crate::event::work_after;
use crate::reminder::{is_in_odoo, shown, wait_for};
use crate::watch::at_the_same_time;
use crate::world::{BOT, World};

/// `town` belongs to Azure Interior and `garden` to Deco Addict. Order 1 is of the first, order 2 of the second.
fn world(setting: &str, rules: &Value) -> World {
    let world = World::with_desk(StandIn::demo().offline()).admin().setting(setting, json!(rules.to_string()));
    let member = ChannelMember { is_admin: false, is_guest: false };
    for user_id in [BOT, "ben"] {
        world.join("town", user_id, member);
        world.join("garden", user_id, member);
    }
    world.desk().grant("bridge", "Purchase/User");
    link(&world, "town", AZURE);
    link(&world, "garden", DECO);
    world
}

fn tick(world: &World, job: &str) {
    work_after(world, job).unwrap();
}

/// Both orders are confirmed, and the job looks.
fn confirm(world: &World, job: &str, state: &str) {
    tick(world, job);
    world.pass(Duration::from_secs(1));
    at_the_same_time(world);
    for id in [1, 2] {
        world.desk().write("purchase.order", id, &json!({"state": state}));
    }
    world.pass(Duration::from_secs(60));
    tick(world, job);
}

#[test]
fn a_rule_tells_a_channel_what_is_inside() {
    let rule = |channel: &str| {
        json!({"name": channel, "model": "purchase.order", "domain": [["state", "=", "purchase"]],
            "fields": ["partner_id"], "channel": channel})
    };
    let world = world("orgevents", &json!([rule("town"), rule("garden")]));
    confirm(&world, "org-events", "purchase");
    let post = |name: &str, order: u8, vendor: &str| {
        format!(
            "**{name}**\nNew: 1\n- [P0000{order}](https://erp.example.com/mail/view?model=purchase.order&res_id={order}) – Vendor: {vendor}"
        )
    };
    assert_eq!(shown(&world, "town"), [post("town", 1, "Azure Interior")]);
    assert_eq!(shown(&world, "garden"), [post("garden", 2, "Deco Addict")]);
}

#[test]
fn who_decides_is_asked_and_a_channel_told_what_is_inside() {
    let rule = |channel: &str| {
        json!({"name": channel, "model": "purchase.order", "domain": [["state", "=", "to approve"]],
            "amount_field": "amount_total", "currency": "USD", "channel": channel,
            "tiers": [{"above": 100, "approver": "@cara"}]})
    };
    let world = world("approvalrules", &json!([rule("town"), rule("garden")]));
    is_in_odoo(&world, "cara", "paula");
    confirm(&world, "approvals", "to approve");
    let told =
        |channel_id: &str, order: &str| shown(&world, channel_id).iter().filter(|text| text.contains(order)).count();
    assert_eq!([told("town", "P00001"), told("town", "P00002")], [1, 0]);
    assert_eq!([told("garden", "P00001"), told("garden", "P00002")], [0, 1]);
    assert_eq!([told("dm-bot-cara", "P00001"), told("dm-bot-cara", "P00002")], [2, 2]);
}

#[test]
fn a_channel_is_reminded_of_what_is_inside() {
    let rule = |channel: &str| {
        json!({"name": channel, "model": "project.task", "date_field": "date_deadline",
        "open_domain": [["project_id", "in", [1, 9]]], "zone": "UTC", "at": [], "overdue_at": "10:00",
        "to": format!("~{channel}")})
    };
    let world = world("reminders", &json!([rule("town"), rule("garden")]));
    for (channel_id, before, after) in [("town", AZURE, "project:9"), ("garden", DECO, "project:1")] {
        world.command_as("ben", channel_id, &format!("/odoo org unlink {before}"));
        link(&world, channel_id, after);
    }
    at_the_same_time(&world);
    let late = |name: &str, project: i64| {
        let values = json!({"name": name, "project_id": project, "date_deadline": "2026-11-20 10:00:00"});
        world.desk().create("project.task", &values);
    };
    late("Late desks", 9);
    late("Late chairs", 1);
    wait_for(&world, "2026-11-21 10:00:05");
    tick(&world, "reminders");
    let [town, garden] = ["town", "garden"].map(|channel_id| shown(&world, channel_id).concat());
    assert_eq!([town.contains("Late desks"), town.contains("Late chairs")], [true, false], "{town}");
    assert_eq!([garden.contains("Late desks"), garden.contains("Late chairs")], [false, true], "{garden}");
}

//! What a rule of `OrgEvents` names is told as it happens, what happens at once in one post.

use std::time::Duration;

use odoo_plugin::ports::ChannelMember;
use odoo_stand_in::Fault;
use serde_json::{Value, json};

use crate::event::work_after;
use crate::reminder::{read, shown};
use crate::world::{BOT, Memory, World};

/// Orders that are confirmed.
fn rule() -> Value {
    json!({
        "name": "orders", "model": "purchase.order", "domain": [["state", "=", "purchase"]],
        "fields": ["partner_id", "amount_total"], "channel": "~acme/town",
    })
}

fn world(rule: &Value) -> World {
    let world = World::live().setting("orgevents", json!(json!([rule]).to_string()));
    world.join("town", BOT, ChannelMember { is_admin: false, is_guest: false });
    world.desk().grant("bridge", "Purchase/User");
    world.command_as("anna", "town", "/odoo whoami");
    tick(&world).unwrap();
    world
}

fn tick(world: &World) -> Result<(), String> {
    work_after(world, "org-events")
}

fn look(world: &World) {
    world.pass(Duration::from_secs(60));
    tick(world).unwrap();
}

fn set(world: &World, model: &str, id: i64, values: &Value) {
    world.pass(Duration::from_secs(1));
    crate::watch::at_the_same_time(world);
    world.desk().write(model, id, values);
}

fn confirm(world: &World, id: i64) {
    set(world, "purchase.order", id, &json!({"state": "purchase"}));
}

#[test]
fn what_happens_at_once_is_one_post() {
    let world = world(&rule());
    look(&world);
    assert_eq!(shown(&world, "town"), [""; 0]);
    confirm(&world, 1);
    confirm(&world, 2);
    look(&world);
    look(&world);
    assert_eq!(
        shown(&world, "town"),
        ["**orders**
New: 2
- [P00001](https://erp.example.com/mail/view?model=purchase.order&res_id=1) – Vendor: Azure Interior, Total: 1,200
- [P00002](https://erp.example.com/mail/view?model=purchase.order&res_id=2) – Vendor: Deco Addict, Total: 12,000"]
    );
}

#[test]
fn a_burst_is_counted() {
    let world = world(&json!({
        "name": "contacts", "model": "res.partner", "domain": [["is_company", "=", true]], "channel": "acme/town",
    }));
    world.pass(Duration::from_secs(1));
    crate::watch::at_the_same_time(&world);
    for n in 0..150 {
        world.desk().create("res.partner", &json!({"name": format!("Company {n}"), "is_company": true}));
    }
    for _ in 0..4 {
        look(&world);
    }
    let shown = shown(&world, "town");
    assert_eq!(shown.len(), 2);
    assert!(shown[0].starts_with("**contacts**\nNew: 100\n") && shown[0].ends_with("and 80 more"), "{}", shown[0]);
    assert!(shown[1].starts_with("**contacts**\nNew: 50\n"), "{}", shown[1]);
}

#[test]
fn an_old_record_that_is_only_edited_is_no_news() {
    let world = world(&rule());
    confirm(&world, 1);
    look(&world);
    set(&world, "purchase.order", 1, &json!({"date_order": "2026-11-20 10:00:00"}));
    set(&world, "purchase.order", 2, &json!({"date_order": "2026-11-20 10:00:00"}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn members_come_and_go() {
    let world = world(&json!({"preset": "members", "channel": "acme/town"}));
    world.pass(Duration::from_secs(1));
    crate::watch::at_the_same_time(&world);
    let rita = world.desk().user("rita").uid;
    let nora = world.desk().user("nora").uid;
    set(&world, "res.users", rita, &json!({"active": false}));
    set(&world, "res.users", nora, &json!({"active": true}));
    look(&world);
    let [told] = shown(&world, "town").try_into().unwrap();
    let lines: Vec<_> = told.lines().map(|line| line.split(']').next().unwrap().to_owned()).collect();
    assert_eq!(lines[0], "**members**");
    assert_eq!((lines[1].as_str(), lines[3].as_str()), ("Added: 1", "Removed: 1"), "{told}");
}

#[test]
fn killed_at_any_step_and_seen_by_two_nodes_it_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world(&rule());
            confirm(&world, 1);
            world.pass(Duration::from_secs(60));
            world.effects.kill_at(step, is_after);
            let is_over = matches!(world.survive(tick), Ok(Ok(())));
            world.effects.calm();
            let mut other = Memory::new();
            world.on_node(&mut other, look);
            for _ in 0..3 {
                look(&world);
            }
            assert_eq!(shown(&world, "town").len(), 1, "step {step}, {is_after}");
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn what_happened_while_odoo_was_away_is_told_afterwards() {
    let world = world(&rule());
    world.desk().set_fault(Fault::NoAnswer);
    world.pass(Duration::from_secs(60));
    assert!(tick(&world).is_err());
    world.desk().clear_fault();
    confirm(&world, 1);
    world.pass(Duration::from_secs(24 * 3600));
    world.restart();
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn models_and_channels_that_are_not_there_are_told_to_administrators() {
    let world = world(&json!({"preset": "invoices", "channel": "acme/town"}));
    look(&world);
    let told = shown(&world, "dm-anna-bot");
    assert_eq!(
        told,
        [
            "A rule does not work\nThe rule “invoices” does not work: the model \\`account.move\\` is not installed in Odoo. It stands in the setting \\`OrgEvents\\`."
        ]
    );
    let status = world.command_as("anna", "town", "/odoo status --verbose");
    assert!(status.contains("| To be mended | The rule “invoices” does not work"), "{status}");
    assert!(read(&world.last_post()).contains("account.move"));
}

//! Documents that come to wait are told to who decides on them, once, and decided on from there.

use std::time::Duration;

use odoo_plugin::ports::{ChannelMember, Message};
use odoo_stand_in::Fault;
use serde_json::{Value, json};

use crate::event::work_after;
use crate::reminder::read;
use crate::world::{BOT, World, buttons};

/// `P00001` of 1,200 USD, not sent yet.
const SMALL: i64 = 1;
/// `P00002` of 12,000 USD.
const LARGE: i64 = 2;

fn rule() -> Value {
    json!({
        "name": "orders", "model": "purchase.order", "domain": [["state", "=", "to approve"]],
        "amount_field": "amount_total", "currency": "USD", "channel": "~acme/town",
        "tiers": [{"above": 100, "approver": "@cara"}, {"above": 10000, "approver": ["@dora"]}],
    })
}

/// `cara` is paula in Odoo, with a key; `dora` is nobody there. `P00003` waits already.
fn world() -> World {
    let world = World::live().setting("approvalrules", json!(json!([rule()]).to_string()));
    world.join("town", BOT, ChannelMember { is_admin: false, is_guest: false });
    for login in ["bridge", "paula"] {
        world.desk().grant(login, "Purchase/User");
    }
    world.command_as("anna", "town", "/odoo whoami");
    world.command_as("cara", "town", "/odoo connect");
    world.submit("cara", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    tick(&world).unwrap();
    world.posts.borrow_mut().clear();
    world
}

fn tick(world: &World) -> Result<(), String> {
    work_after(world, "approvals")
}

fn look(world: &World) {
    world.pass(Duration::from_secs(60));
    tick(world).unwrap();
}

/// Somebody asks for approval in Odoo, a second later.
fn ask(world: &World, id: i64) {
    set(world, id, "to approve");
}

fn set(world: &World, id: i64, state: &str) {
    world.pass(Duration::from_secs(1));
    crate::watch::at_the_same_time(world);
    world.desk().write("purchase.order", id, &json!({"state": state}));
}

fn posts(world: &World, channel_id: &str) -> Vec<Message> {
    let posts = world.posts.borrow();
    posts.iter().filter(|post| post.channel_id == channel_id && post.text.contains("approval**")).cloned().collect()
}

fn posts_of(world: &World, channel_id: &str) -> Vec<Message> {
    world.posts.borrow().iter().filter(|post| post.channel_id == channel_id).cloned().collect()
}

fn state(world: &World, id: i64) -> Value {
    world.desk().record("purchase.order", id, &["state"]).unwrap()["state"].clone()
}

fn pressed(world: &World, user_id: &str, post: &Message, name: &str) -> String {
    let answer: Value = serde_json::from_slice(&world.press_on(user_id, &post.id, name).body).unwrap();
    answer["ephemeral_text"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_document_that_comes_to_wait_is_told_to_who_decides_and_to_the_channel() {
    let world = world();
    look(&world);
    assert!(world.posts.borrow().is_empty());
    ask(&world, SMALL);
    look(&world);
    look(&world);
    let [direct] = posts(&world, "dm-bot-cara").try_into().unwrap();
    assert_eq!(
        read(&direct),
        "**Waits for approval**
orders
[P00001](https://erp.example.com/mail/view?model=purchase.order&res_id=1) – Vendor: Azure Interior, Total: 1,200 USD, decides: cara · [Open](https://erp.example.com/mail/view?model=purchase.order&res_id=1)"
    );
    assert_eq!(buttons(&direct).iter().map(|button| button.name.clone()).collect::<Vec<_>>(), ["Approve", "Refuse…"]);
    assert_eq!(posts(&world, "town").iter().map(read).collect::<Vec<_>>(), [read(&direct)]);
}

#[test]
fn approve_decides_in_odoo_as_who_presses() {
    let world = world();
    ask(&world, SMALL);
    look(&world);
    let card = posts(&world, "town").remove(0);
    assert_eq!(pressed(&world, "cara", &card, "Approve"), "");
    let order = world.desk().record("purchase.order", SMALL, &["state", "write_uid"]).unwrap();
    assert_eq!((&order["state"], &order["write_uid"][0]), (&json!("purchase"), &json!(world.desk().user("paula").uid)));
    let proposal = world.last_post();
    assert_eq!((proposal.channel_id.as_str(), proposal.root_id.as_str()), ("town", card.id.as_str()));
    assert_eq!(
        pressed(&world, "cara", &card, "Approve"),
        "The document does not wait any more: somebody has decided, or it was changed in Odoo."
    );
}

#[test]
fn every_message_of_a_document_shows_its_end_without_buttons() {
    let world = world();
    world.change("cara", |person| person.locale = "de".into());
    world.pass(Duration::from_secs(301));
    ask(&world, SMALL);
    look(&world);
    let card = posts(&world, "town").remove(0);
    assert_eq!(posts_of(&world, "dm-bot-cara")[0].text, "**Wartet auf Genehmigung**");
    assert_eq!(pressed(&world, "cara", &card, "Approve"), "");
    tick(&world).unwrap();
    let link = "[P00001](https://erp.example.com/mail/view?model=purchase.order&res_id=1)";
    let [shared] = posts(&world, "town").try_into().unwrap();
    let end = read(&shared);
    assert!(
        end.starts_with(&format!(
            "**No longer waits for approval**\norders\n- {link} – Status: Purchase Order, 2026-11-2"
        )),
        "{end}"
    );
    assert!(end.ends_with(&format!(" by {}", world.desk().user("paula").name)), "{end}");
    let direct = posts_of(&world, "dm-bot-cara");
    let direct = direct.iter().find(|post| post.text.contains("Genehmigung")).unwrap();
    let end = read(direct);
    assert!(end.starts_with("**Wartet nicht mehr auf Genehmigung**") && end.contains(" von "), "{end}");
    assert!(buttons(&shared).is_empty() && buttons(direct).is_empty());
}

#[test]
fn what_was_decided_in_odoo_takes_the_buttons_away_too() {
    let world = world();
    ask(&world, SMALL);
    look(&world);
    set(&world, SMALL, "cancel");
    look(&world);
    look(&world);
    for channel_id in ["town", "dm-bot-cara"] {
        let [post] = posts(&world, channel_id).try_into().unwrap();
        let end = read(&post);
        assert!(end.contains("Status: Cancelled") && end.ends_with(" by Mitchell Admin"), "{end}");
        assert!(buttons(&post).is_empty(), "{post:?}");
    }
}

#[test]
fn a_message_that_somebody_deleted_stays_deleted() {
    let world = world();
    ask(&world, SMALL);
    look(&world);
    let card = posts(&world, "town").remove(0);
    world.remove(&card.id);
    set(&world, SMALL, "cancel");
    look(&world);
    assert_eq!(posts(&world, "town").len(), 0);
    assert!(buttons(&posts(&world, "dm-bot-cara")[0]).is_empty());
}

#[test]
fn what_nobody_was_told_of_ends_in_silence() {
    let world = world();
    set(&world, 3, "purchase");
    look(&world);
    assert_eq!((posts(&world, "town").len(), posts(&world, "dm-bot-cara").len()), (0, 0));
}

#[test]
fn killed_at_any_step_the_end_is_shown_everywhere() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            ask(&world, SMALL);
            look(&world);
            set(&world, SMALL, "cancel");
            world.pass(Duration::from_secs(60));
            world.effects.kill_at(step, is_after);
            let is_over = matches!(world.survive(tick), Ok(Ok(())));
            world.effects.calm();
            for _ in 0..4 {
                look(&world);
            }
            for channel_id in ["town", "dm-bot-cara"] {
                let posts = posts(&world, channel_id);
                assert_eq!(posts.len(), 1, "step {step}, {is_after}");
                assert!(buttons(&posts[0]).is_empty(), "step {step}, {is_after}: {posts:?}");
            }
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn only_those_of_the_tier_decide_and_the_policy_stands() {
    let world = world();
    ask(&world, SMALL);
    look(&world);
    let card = posts(&world, "town").remove(0);
    assert_eq!(pressed(&world, "ben", &card, "Approve"), "On this document @cara decides.");
    assert_eq!(pressed(&world, "dora", &card, "Approve"), "This button does not work any more.");
    // The amount counts as it is now.
    world.desk().write("purchase.order", SMALL, &json!({"amount_total": 20000.0}));
    assert_eq!(pressed(&world, "cara", &card, "Approve"), "On this document @dora decides.");
    world.desk().write("purchase.order", SMALL, &json!({"amount_total": 1200.0}));
    world.save("allowselfconfirm", json!(false));
    assert_eq!(
        pressed(&world, "cara", &card, "Approve"),
        "This is your own proposal: somebody else has to approve it."
    );
    assert_eq!(state(&world, SMALL), "to approve");
}

#[test]
fn refuse_asks_for_the_reason_first_and_who_gives_it_has_decided() {
    let world = world();
    ask(&world, SMALL);
    look(&world);
    let card = posts(&world, "town").remove(0);
    assert_eq!(pressed(&world, "cara", &card, "Refuse…"), "");
    let dialog = world.dialogs.borrow().last().unwrap().clone();
    let defaults: Vec<_> = dialog.elements.iter().map(|element| element.default.clone()).collect();
    assert_eq!(defaults[..2], ["purchase.order 1", "refuse"]);
    assert_eq!(dialog.introduction, "It is done in Odoo, with your account there, when you submit this.");
    assert_eq!(state(&world, SMALL), "to approve");
    let submission = json!({"record": "purchase.order 1", "decision": "refuse", "reason": "Too dear"});
    assert_eq!(world.submit("cara", "town", submission).status, 200);
    assert_eq!(state(&world, SMALL), "cancel");
    assert!(read(&world.last_post()).contains("Refuse P00001"), "{}", read(&world.last_post()));
}

#[test]
fn a_refusal_that_the_policy_gives_to_others_waits_for_them() {
    let world = world();
    world.save("allowselfconfirm", json!(false));
    ask(&world, SMALL);
    look(&world);
    let card = posts(&world, "town").remove(0);
    assert_eq!(pressed(&world, "cara", &card, "Refuse…"), "");
    let submission = json!({"record": "purchase.order 1", "decision": "refuse", "reason": "Too dear"});
    assert_eq!(world.submit("cara", "town", submission).status, 200);
    assert_eq!(state(&world, SMALL), "to approve");
    assert_eq!(
        world.shown.borrow().last().map(|message| message.text.clone()).as_deref(),
        Some("This is your own proposal: somebody else has to approve it.")
    );
    assert!(read(&world.last_post()).contains("Refuse P00001"), "{}", read(&world.last_post()));
}

#[test]
fn who_is_not_connected_is_not_asked_and_administrators_know() {
    let world = world();
    ask(&world, LARGE);
    look(&world);
    assert_eq!((posts(&world, "dm-anna-bot").len(), posts(&world, "dm-bot-cara").len()), (1, 0));
    let status = world.command_as("anna", "town", "/odoo status --verbose");
    assert!(status.contains("dora is not connected with a user of Odoo, and is not asked"), "{status}");
}

#[test]
fn a_document_that_waits_again_is_told_again() {
    let world = world();
    ask(&world, SMALL);
    look(&world);
    world.desk().write("purchase.order", SMALL, &json!({"date_order": "2026-11-20 10:00:00"}));
    look(&world);
    assert_eq!(posts(&world, "town").len(), 1);
    set(&world, SMALL, "draft");
    look(&world);
    ask(&world, SMALL);
    look(&world);
    let posts = posts(&world, "town");
    assert_eq!(posts.iter().map(|post| buttons(post).len()).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn killed_at_any_step_each_document_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            ask(&world, SMALL);
            world.pass(Duration::from_secs(60));
            world.effects.kill_at(step, is_after);
            let is_over = matches!(world.survive(tick), Ok(Ok(())));
            world.effects.calm();
            for _ in 0..4 {
                look(&world);
            }
            let counts = (posts(&world, "dm-bot-cara").len(), posts(&world, "town").len());
            assert_eq!(counts, (1, 1), "step {step}, {is_after}");
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn an_odoo_that_is_away_only_delays() {
    let world = world();
    world.desk().set_fault(Fault::NoAnswer);
    world.pass(Duration::from_secs(60));
    assert!(tick(&world).is_err());
    world.desk().clear_fault();
    ask(&world, SMALL);
    world.pass(Duration::from_secs(3600));
    look(&world);
    assert_eq!(posts(&world, "town").len(), 1);
}

#[test]
fn a_model_that_is_not_there_is_a_finding() {
    let world = world();
    let mut rule = rule();
    rule["model"] = json!("hr.leave");
    world.save("approvalrules", json!(json!([rule]).to_string()));
    look(&world);
    let status = world.command_as("anna", "town", "/odoo status --verbose");
    assert!(status.contains("is not installed in Odoo. It stands in the setting"), "{status}");
}

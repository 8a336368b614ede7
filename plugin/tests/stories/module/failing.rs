//! Fail-open: the event is shown in its own words, with a note.

use std::time::Duration;

use serde_json::json;

use super::{DIRECT, add, post, send, shown, with};
use crate::event::work;
use crate::world::{Memory, World};

/// How events look without the module that is meant for them.
const NOTE: &str = "ci · shown without the module mine, which failed";

/// What `ben` reads of modules that are off: titles and texts.
fn told(world: &World) -> Vec<(String, String)> {
    work(world);
    let cards = shown_cards(world);
    cards.into_iter().filter(|(title, _)| title.contains("switched off")).collect()
}

fn shown_cards(world: &World) -> Vec<(String, String)> {
    let posts = world.posts.borrow();
    let cards = posts.iter().filter(|post| post.channel_id == DIRECT).flat_map(|post| &post.cards);
    cards.map(|card| (card.title.clone(), card.text.clone())).collect()
}

/// Events with these numbers.
fn send_all(world: &World, key: &odoo_plugin::hook::Key, ids: std::ops::Range<u32>) {
    for id in ids {
        send(world, key, &id.to_string());
    }
}

/// The module does something else from now on.
fn swap(world: &World, code: &str) {
    for program in world.programs.borrow_mut().values_mut() {
        *program = code.into();
    }
}

#[test]
fn whatever_goes_wrong_the_event_is_shown_with_a_note() {
    for code in ["trap", "overdue", "large", "rubbish", "[]", r#"{"text": 7}"#, r#"{"channel": "other"}"#] {
        let (world, key) = with(code);
        send(&world, &key, "1");
        assert_eq!(shown(&world, "town"), [post("", "Build 7", NOTE)], "{code}");
    }
}

#[test]
fn a_failure_is_traced_and_listed_in_harmless_words() {
    let (world, key) = with("trap");
    let id = send(&world, &key, "1")["id"].as_str().unwrap().to_owned();
    let trace = world.command(&format!("/odoo trace {id}"));
    let why = "it failed: @\u{2060}all \\*\\*unreachable\\*\\*";
    assert!(trace.contains(&format!("- It is shown without the module `mine`, which failed: {why}\n")), "{trace}");
    let list = world.command("/odoo outbox list");
    assert!(list.contains(&id) && list.contains(&format!("shown without the module mine: {why}")), "{list}");
    let doctor = world.command("/odoo doctor delivery");
    assert!(doctor.contains("- ✗ the hook `ci`, town: 1 event: shown without the module mine: "), "{doctor}");
    assert_eq!(world.command(&format!("/odoo outbox drop {id}")), "It is off the list.");
    assert!(!world.command("/odoo outbox list").contains(&id));
}

#[test]
fn a_module_sends_only_where_its_hook_may_write() {
    let (world, key) = with(r#"{"text": "hi", "channel": "secret"}"#);
    let id = send(&world, &key, "1")["id"].as_str().unwrap().to_owned();
    assert_eq!(shown(&world, "town"), [post("", "Build 7", NOTE)]);
    let trace = world.command(&format!("/odoo trace {id}"));
    assert!(trace.contains("failed: it may not write to “secret”\n"), "{trace}");
}

#[test]
fn a_long_reason_is_cut_and_the_event_is_shown() {
    let (world, key) = with(&json!({"severity": "\u{1}".repeat(60_000)}).to_string());
    let id = send(&world, &key, "1")["id"].as_str().unwrap().to_owned();
    assert_eq!(shown(&world, "town"), [post("", "Build 7", NOTE)]);
    assert!(world.command(&format!("/odoo trace {id}")).contains("unknown variant"));
    let logged = world.logged.borrow().join("\n");
    assert!(logged.contains("A module failed") && !logged.contains("unknown variant"), "{logged}");
}

#[test]
fn after_ten_failures_in_a_row_it_is_off_and_administrators_hear_of_it_once() {
    let (world, key) = with("overdue");
    send_all(&world, &key, 0..9);
    assert_eq!(told(&world), []);
    send_all(&world, &key, 9..11);
    assert_eq!(world.last_post().cards[0].footer, "ci", "it is not asked any more");
    let text = "It failed 10 times in a row, and events are shown without it. The last time: it took too long. \
                “/odoo module test mine” tries it, “/odoo module enable mine” switches it on.";
    assert_eq!(told(&world), [("The module mine is switched off".to_owned(), text.to_owned())]);
    assert!(world.command("/odoo module list").contains("| off: it took too long |"));
    world.pass(Duration::from_secs(60));
    world.command("/odoo module enable mine");
    send(&world, &key, "11");
    assert_eq!(world.last_post().cards[0].footer, NOTE);
    send_all(&world, &key, 12..20);
    assert_eq!(told(&world).len(), 1, "it began anew");
    send(&world, &key, "20");
    assert_eq!(told(&world).len(), 2);
}

#[test]
fn failures_of_two_nodes_are_one_row_and_a_restart_forgets_none() {
    let (world, key) = with("overdue");
    let mut other = Memory::new();
    for id in 0..5 {
        send(&world, &key, &id.to_string());
        world.on_node(&mut other, |world| send(world, &key, &format!("other-{id}")));
        if id == 2 {
            world.restart();
        }
    }
    assert_eq!(told(&world).len(), 1);
    world.on_node(&mut other, |world| send(world, &key, "next"));
    world.pass(Duration::from_secs(5));
    send(&world, &key, "last");
    assert_eq!(world.last_post().cards[0].footer, "ci");
    assert_eq!(told(&world).len(), 1);
}

#[test]
fn whoever_dies_when_it_goes_off_administrators_hear_of_it_once() {
    for step in 0..24 {
        let (world, key) = with("overdue");
        send_all(&world, &key, 0..9);
        world.effects.kill_at(step / 2, step % 2 == 0);
        if world.survive(|world| send(world, &key, "9")).is_err() {
            // Its sender heard nothing.
            send(&world, &key, "9");
        }
        world.effects.calm();
        // What the dead one had taken on is free again.
        world.pass(Duration::from_secs(60));
        world.job("expire").unwrap();
        assert_eq!(told(&world).len(), 1, "{step}");
        world.job("expire").unwrap();
        assert_eq!(told(&world).len(), 1, "{step}");
    }
}

#[test]
fn an_answer_in_between_begins_a_new_row() {
    let (world, key) = with("overdue");
    send_all(&world, &key, 0..9);
    swap(&world, "{}");
    send(&world, &key, "9");
    swap(&world, "overdue");
    send_all(&world, &key, 10..19);
    assert_eq!(told(&world), []);
    send(&world, &key, "19");
    assert_eq!(told(&world).len(), 1);
}

#[test]
fn an_answer_on_another_node_begins_a_new_row() {
    let (world, key) = with("{}");
    let mut other = Memory::new();
    world.on_node(&mut other, |world| send(world, &key, "first"));
    swap(&world, "overdue");
    send_all(&world, &key, 0..9);
    // It has a copy of before: it hears of the failures within seconds.
    world.pass(Duration::from_secs(5));
    swap(&world, "{}");
    world.on_node(&mut other, |world| send(world, &key, "second"));
    swap(&world, "overdue");
    send_all(&world, &key, 9..18);
    assert_eq!(told(&world), []);
}

#[test]
fn a_failure_costs_one_write_and_an_answer_none() {
    let (world, key) = with("{}");
    let cost = |id: &str| {
        let before = world.kv_calls.get();
        send(&world, &key, id);
        let after = world.kv_calls.get();
        (after.0 - before.0, after.1 - before.1)
    };
    cost("warm");
    let (reads, writes) = cost("well");
    swap(&world, "trap");
    let dead_letter = |world: &World| world.kv.borrow().contains_key("ix/dead/0");
    assert!(!dead_letter(&world));
    cost("first-failure");
    assert!(dead_letter(&world));
    let failed = cost("another-failure");
    // One for the module, one for the list of what an administrator should know of.
    assert_eq!(failed.1, writes + 2);
    swap(&world, "{}");
    assert_eq!(cost("ends-the-row").1, writes + 1);
    cost("warm-again");
    assert_eq!(cost("well-again"), (reads, writes));
}

#[test]
fn another_version_begins_a_new_row() {
    let (world, key) = with("trap");
    send_all(&world, &key, 0..9);
    add(&world, "overdue", "");
    send_all(&world, &key, 9..18);
    assert_eq!(told(&world), []);
}

#[test]
fn code_that_was_changed_in_the_store_is_not_run() {
    let (world, key) = with(r#"{"text": "hi"}"#);
    world.restart();
    for (name, (value, _)) in world.kv.borrow_mut().iter_mut() {
        if name.starts_with("mod/") && name != "mod/list" {
            *value = br#"{"v":1,"base64":"e30="}"#.to_vec();
        }
    }
    let id = send(&world, &key, "1")["id"].as_str().unwrap().to_owned();
    assert_eq!(shown(&world, "town"), [post("", "Build 7", NOTE)]);
    assert!(world.command(&format!("/odoo trace {id}")).contains("failed: its code cannot be read\n"));
}

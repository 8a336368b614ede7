//! Fail-open: the event is shown in its own words, with a note.

use super::{post, send, shown, with};
use crate::world::World;

/// How events look without the module that is meant for them.
const NOTE: &str = "ci · shown without the module mine, which failed";

fn told(world: &World) -> Vec<String> {
    world.told("ben").into_iter().filter(|text| text.contains("switched off")).collect()
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
fn after_ten_failures_in_a_row_it_is_off_and_administrators_hear_of_it_once() {
    let (world, key) = with("overdue");
    for id in 0..9 {
        send(&world, &key, &id.to_string());
    }
    assert_eq!(told(&world), Vec::<String>::new());
    send(&world, &key, "9");
    send(&world, &key, "10");
    assert_eq!(
        told(&world),
        ["The module `mine` failed 10 times in a row and is switched off: events are shown without it. The last \
          time: it took too long. `/odoo module test mine` tries it, `/odoo module enable mine` switches it on."]
    );
    assert_eq!(world.last_post().cards[0].footer, "ci", "it is not asked any more");
    assert!(world.command("/odoo module list").contains("| off: it took too long |"));
    world.command("/odoo module enable mine");
    send(&world, &key, "11");
    assert_eq!(world.last_post().cards[0].footer, NOTE);
}

#[test]
fn an_answer_in_between_begins_a_new_row() {
    let (world, key) = with("overdue");
    for id in 0..9 {
        send(&world, &key, &id.to_string());
    }
    let swap = |code: &str| {
        let mut programs = world.programs.borrow_mut();
        for program in programs.values_mut() {
            *program = code.into();
        }
    };
    swap("{}");
    send(&world, &key, "9");
    swap("overdue");
    for id in 10..19 {
        send(&world, &key, &id.to_string());
    }
    assert_eq!(told(&world), Vec::<String>::new());
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

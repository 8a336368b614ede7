//! What a module may say of an event of a hook.

use std::time::Duration;

use odoo_plugin::ports::Message;
use serde_json::json;

use super::{post, send, shown, with};
use crate::event::work;
use crate::hook;
use crate::world::{BOT, START};

#[test]
fn a_module_is_told_of_the_event_and_where_it_may_go() {
    let (world, key) = with("reads");
    send(&world, &key, "1");
    let told = json!({
        "event": {
            "title": "Build 7", "text": "It failed.", "severity": "error", "fields": [],
            "link": "https://erp.example.com/mail/view?model=project.task&res_id=3", "thread_key": "",
        },
        "record": {"model": "project.task", "id": 3}, "org": null, "locale": "en", "targets": ["town", "deals"],
    });
    assert_eq!(*world.heard.borrow(), [told]);
    assert_eq!(shown(&world, "town"), [post("Build 7", "", "")]);
}

#[test]
fn all_of_an_answer_counts() {
    let (world, key) = with(
        r##"{"text": "Look @channel", "channel": "#deals", "severity": "critical", "thread_key": "k", "attachments": [
            {"title": "**T**", "title_link": "javascript:alert(1)", "text": "a\n# b", "footer": "f",
             "fields": [{"title": "F", "value": "@ben", "short": true}]}]}"##,
    );
    let answer = send(&world, &key, "1");
    let first = world.last_post();
    let card = &first.cards[0];
    assert_eq!(
        (first.channel_id.as_str(), first.text.as_str(), card.color, card.title.as_str(), card.title_link.as_str()),
        ("deals", "Look @\u{2060}channel", "#8f1d21", "\\*\\*T\\*\\*", "")
    );
    assert_eq!(
        (card.text.as_str(), card.fields[0].value.as_str(), card.footer.as_str()),
        ("a\n#\u{2060} b", "@\u{2060}ben", "f")
    );
    send(&world, &key, "2");
    assert_eq!(world.last_post().root_id, first.id);
    let trace = world.command(&format!("/odoo trace {}", answer["id"].as_str().unwrap()));
    assert!(trace.contains("- The module `mine` said how it is shown\n"), "{trace}");
}

#[test]
fn an_event_that_is_sent_again_is_a_duplicate_without_another_run() {
    let (world, key) = with("reads");
    let first = send(&world, &key, "1");
    world.restart();
    let again = send(&world, &key, "1");
    assert_eq!((&first["duplicate"], &again["duplicate"]), (&json!(false), &json!(true)));
    assert_eq!((&again["id"], &again["warnings"]), (&first["id"], &first["warnings"]));
    assert_eq!((world.heard.borrow().len(), shown(&world, "town").len()), (1, 1));
    send(&world, &key, "2");
    assert_eq!(world.heard.borrow().len(), 2);
}

#[test]
fn killed_at_any_step_before_the_answer_a_shaped_event_is_sent_again_and_shown_once() {
    for step in 0..20 {
        let (world, key) = with(r#"{"text": "hi"}"#);
        world.effects.kill_at(step / 2, step % 2 == 0);
        let body = json!({"title": "Build 7"});
        if world.survive(|world| hook::send(world, &key, "1", &body)).is_ok() {
            assert!(step >= 4, "stored, queued");
            break;
        }
        assert_eq!(hook::send(&world, &key, "1", &body).0, 202, "step {step}");
        crate::event::work_for(&world, Duration::from_secs(150));
        assert_eq!(shown(&world, "town"), [post("hi", "", "")], "step {step}");
    }
}

#[test]
fn an_answer_without_words_leaves_the_words_of_the_event() {
    let (world, key) = with(r#"{"severity": "info", "channel": "deals"}"#);
    send(&world, &key, "1");
    assert_eq!(shown(&world, "deals"), [post("", "Build 7", "ci")]);
    assert_eq!(world.last_post().cards[0].color, "#2d81ff");
}

#[test]
fn a_dropped_event_is_traced_and_not_shown() {
    let (world, key) = with(r#"{"drop": true}"#);
    let answer = send(&world, &key, "1");
    assert_eq!(shown(&world, "town"), []);
    let trace = world.command(&format!("/odoo trace {}", answer["id"].as_str().unwrap()));
    assert!(trace.ends_with("- It is shown nowhere: the module `mine` dropped it\n"), "{trace}");
}

#[test]
fn the_severity_of_the_module_is_what_the_hook_looks_at() {
    let (world, _) = super::world();
    let wish = hook::wish();
    let key = hook::made(
        &world,
        odoo_plugin::hook::Wish { name: "strict".into(), severity_min: odoo_plugin::event::Severity::Error, ..wish },
    );
    super::add(&world, r#"{"severity": "info"}"#, "--hook strict");
    let body = json!({"title": "Build 7", "severity": "critical"}).to_string().into_bytes();
    let response = hook::send_bytes(&world, "strict", &key.sign(world.deps().clock.now(), "1", &body), &body);
    assert_eq!(response.status, 202);
    work(&world);
    assert_eq!(shown(&world, "town"), []);
}

#[test]
fn the_same_event_again_is_shown_once_as_it_was_made_first() {
    let (world, key) = with(r#"{"text": "first"}"#);
    assert_eq!(send(&world, &key, "1")["duplicate"], json!(false));
    super::add(&world, r#"{"text": "second"}"#, "");
    assert_eq!(send(&world, &key, "1")["duplicate"], json!(true));
    assert_eq!(shown(&world, "town"), [post("first", "", "")]);
}

#[test]
fn an_event_of_another_hook_does_not_come_by() {
    let (world, _) = with(r#"{"text": "hi"}"#);
    let key = hook::made(&world, odoo_plugin::hook::Wish { name: "other".into(), ..hook::wish() });
    let body = br#"{"title": "Build 8"}"#;
    hook::send_bytes(&world, "other", &key.sign(world.deps().clock.now(), "1", body), body);
    work(&world);
    assert_eq!(shown(&world, "town"), [post("", "Build 8", "other")]);
    assert_eq!(world.heard.borrow().len(), 0);
}

#[test]
fn while_modules_are_off_events_are_shown_as_ever_and_cost_nothing_more_and_else_one_read() {
    let (world, key) = with(r#"{"text": "hi"}"#);
    world.save("enablemodules", json!(false));
    send(&world, &key, "1");
    assert_eq!(world.last_post(), Message { author_id: BOT.into(), created_at: START, ..world.last_post() },);
    assert_eq!(shown(&world, "town"), [post("", "Build 7", "ci")]);
    let before = world.kv_calls.get();
    send(&world, &key, "2");
    let off = world.kv_calls.get().0 - before.0;
    world.save("enablemodules", json!(true));
    send(&world, &key, "3");
    let before = world.kv_calls.get();
    send(&world, &key, "4");
    assert_eq!(world.kv_calls.get().0 - before.0, off + 1, "whether it was stored before");
}

#[test]
fn a_long_text_of_a_module_is_cut_and_all_of_it_is_a_file() {
    let answer = json!({"text": "short", "attachments": [{"text": "long".repeat(1_001)}, {"text": ""}]});
    let (world, key) = with(&answer.to_string());
    send(&world, &key, "1");
    let post = world.last_post();
    assert_eq!(post.text, "short\n\nThe text is cut. All of it is in the file `message.txt`.");
    assert_eq!(world.file_of(&post.files[0]).unwrap().2, format!("short\n\n{}", "long".repeat(1_001)).into_bytes());
}

#[test]
fn a_module_is_told_as_much_of_a_text_as_is_shown() {
    let (world, key) = with("{}");
    let body = json!({"title": "Log", "text": "x".repeat(100_000)});
    assert_eq!(hook::send(&world, &key, "1", &body).0, 202);
    assert_eq!(world.heard.borrow()[0]["event"]["text"], json!("x".repeat(3_999) + "…"));
}

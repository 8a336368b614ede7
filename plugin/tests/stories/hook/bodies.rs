//! What bodies say.

use odoo_plugin::event::{Content, Field, Notice, Severity, get};
use odoo_plugin::hook::Wish;
use odoo_plugin::ports::Clock;
use serde_json::{Value, json};

use super::{accepted, made, parts, send, send_bytes, wish, without_id, world};
use crate::event::work;
use crate::world::World;

/// The answer, and what the event says.
fn said(body: &Value) -> (Value, Notice) {
    let (world, key) = world();
    let (status, answer) = send(&world, &key, "1", body);
    assert_eq!(status, 202, "{answer}");
    let event = get(&world.deps(), answer["id"].as_str().unwrap()).unwrap().unwrap();
    let Some(Content::Notice(notice)) = event.content else { panic!("no notice") };
    (without_id(answer), notice)
}

fn refused(body: &Value) -> (u16, Value, Value) {
    let (world, key) = world();
    let (status, answer) = send(&world, &key, "1", body);
    (status, answer["field"].clone(), answer["code"].clone())
}

#[test]
fn every_field_of_the_canonical_body_has_its_place() {
    let (answer, notice) = said(&json!({
        "type": "notify", "text": "Nightly import stopped\nRow 17 has no customer.\nRow 18 neither.", "channel": "town",
        "severity": "error", "fields": [{"title": "Rows", "value": 18, "short": true}, {"title": "File", "value": "a.csv"}],
        "thread_key": "import", "model": "crm.lead", "record": 63, "occurred_at": "2026-11-21T10:00:00+01:00",
        "module": "importer", "environment": "production", "next_step": "Mend the rows and run it again.",
    }));
    assert_eq!(answer, accepted(false));
    let field = |title: &str, value: &str, short| Field { title: title.into(), value: value.into(), short };
    let expected = Notice {
        title: "Nightly import stopped".into(),
        text: "Row 17 has no customer.\nRow 18 neither.".into(),
        severity: Severity::Error,
        fields: vec![
            field("Rows", "18", true),
            field("File", "a.csv", false),
            field("Next step", "Mend the rows and run it again.", false),
        ],
        link: "https://erp.example.com/mail/view?model=crm.lead&res_id=63".into(),
        footer: "ci · importer · production · 2026-11-21 09:00 UTC".into(),
        thread_key: "import".into(),
    };
    assert_eq!(notice, expected);
}

#[test]
fn what_means_nothing_comes_back_and_what_could_be_better_is_said() {
    let (answer, _) = said(&json!({
        "text": "Stopped", "severity": "critical", "colour": "red", "fields": [{"title": "A", "value": "b", "icon": "c"}],
    }));
    assert_eq!(answer["ignored"], json!(["colour", "fields[0].icon"]));
    assert_eq!(
        answer["warnings"],
        json!(["An event that is an `error` should say in `next_step` what to do about it."])
    );
}

#[test]
fn texts_that_are_too_long_are_cut_and_their_sender_is_told() {
    let (answer, notice) = said(&json!({"title": "Log", "text": "ä".repeat(5_000)}));
    assert_eq!(notice.text, "ä".repeat(5_000));
    assert_eq!(answer["warnings"], json!(["Of `text` a post shows 4000 characters, and a file below it all."]));
    let (answer, notice) = said(&json!({"title": "Log", "text": "\n\u{1}ä".repeat(15_000)}));
    assert_eq!(notice.text, "\n\u{1}ä".repeat(13_107) + "\n");
    assert_eq!(answer["warnings"], json!(["`text` is cut after 39322 characters."]));
    let fields: Vec<_> =
        (0..30).map(|n| json!({"title": "\u{1}".repeat(300), "value": "\u{1}".repeat(300), "n": n})).collect();
    let (_, notice) = said(&json!({"text": "\u{1}".repeat(5_000), "fields": fields}));
    assert_eq!(notice.fields.len(), 25);
}

#[test]
fn a_field_that_does_not_fit_is_named() {
    let cases = [
        (json!({"text": 7}), "text", "malformed"),
        (json!({"type": "party", "text": "hi"}), "type", "unknown"),
        (json!({"type": "record", "text": "hi"}), "type", "unknown"),
        (json!({"text": "hi", "severity": "bad"}), "severity", "unknown"),
        (json!({"text": "hi", "fields": {}}), "fields", "malformed"),
        (json!({"text": "hi", "fields": ["a"]}), "fields[0]", "malformed"),
        (json!({"text": "hi", "fields": [{"title": "a"}, {"title": 1}]}), "fields[1].title", "malformed"),
        (json!({"text": "hi", "fields": [{"value": []}]}), "fields[0].value", "malformed"),
        (json!({"text": "hi", "link": "javascript:alert(1)"}), "link", "malformed"),
        (json!({"text": "hi", "link": "https://a b"}), "link", "malformed"),
        (json!({"text": "hi", "occurred_at": "yesterday"}), "occurred_at", "malformed"),
        (json!({"text": "hi", "model": "Leads", "record": 1}), "model", "malformed"),
        (json!({"text": "hi", "record": 1}), "model", "required"),
        (json!({"text": "hi", "model": "crm.lead", "record": "a"}), "record", "malformed"),
        (json!({"text": "hi", "channel": "a", "channel_id": "b"}), "channel", "ambiguous"),
        (json!({"text": ""}), "text", "required"),
        (json!({"severity": "info", "link": "https://a.example"}), "text", "required"),
        (json!({}), "text", "required"),
        (json!({"attachments": [], "text": "hi", "props": {"card": {"a": 1}}}), "props.card", "malformed"),
    ];
    for (body, field, code) in cases {
        assert_eq!(refused(&body), (422, json!(field), json!(code)), "{body}");
    }
}

#[test]
fn what_is_no_json_object_is_malformed_and_what_is_too_large_is_not_read() {
    let (world, key) = world();
    let status = |body: &[u8], content_type: Option<&str>| {
        let mut headers = key.sign(world.now(), "1", body);
        if let Some(content_type) = content_type {
            headers.retain(|(name, _)| name != "Content-Type");
            headers.push(("Content-Type".into(), content_type.into()));
        }
        parts(&send_bytes(&world, "ci", &headers, body)).0
    };
    assert_eq!([&b"[]"[..], b"", b"{", b"\xff"].map(|body| status(body, None)), [400; 4]);
    assert_eq!(status(br#"{"text": "hi"}"#, Some("text/plain")), 400);
    assert_eq!(status(&vec![b' '; (256 << 10) + 1], None), 413);
    let mut large = br#"{"text": "hi"}"#.to_vec();
    large.resize(256 << 10, b' ');
    assert_eq!(status(&large, Some("application/json; charset=utf-8")), 202);
}

#[test]
fn the_body_of_an_incoming_webhook_is_taken() {
    let (answer, notice) = said(&json!({
        "text": "Deployment", "channel": "town", "username": "robot", "icon_emoji": ":robot:",
        "attachments": [
            {"fallback": "f", "color": "danger", "pretext": "Before", "title": "odoo-17", "title_link": "https://ci.example.com/7",
             "text": "It failed.", "fields": [{"title": "Host", "value": "a1", "short": true}], "footer": "deployer", "image_url": "https://x"},
            {"color": "#00ff00", "title": "odoo-18", "text": "It went well."},
        ],
        "props": {"card": "More", "from": "here"},
    }));
    assert_eq!(answer["ignored"], json!(["icon_emoji", "username", "attachments[0].image_url", "props.from"]));
    let expected = Notice {
        title: "odoo-17".into(),
        text: "Deployment\nBefore\nIt failed.\nodoo-18\nIt went well.\nMore".into(),
        severity: Severity::Error,
        fields: vec![Field { title: "Host".into(), value: "a1".into(), short: true }],
        link: "https://ci.example.com/7".into(),
        footer: "ci · deployer".into(),
        thread_key: String::new(),
    };
    assert_eq!(notice, expected);
}

#[test]
fn a_hook_with_names_shows_that_of_the_sender_with_its_own_behind() {
    let world = World::new();
    let key = made(&world, Wish { has_names: true, ..wish() });
    let body = json!({"text": "Deployment", "username": "@ben\u{202e}", "icon_emoji": ":robot:"});
    let (status, answer) = send(&world, &key, "1", &body);
    assert_eq!((status, without_id(answer)), (202, accepted(false)));
    work(&world);
    let props = world.last_post().props;
    let shown =
        ["override_username", "override_icon_emoji", "override_icon_url", "from_webhook"].map(|name| &props[name]);
    assert_eq!(shown, [&json!("ben (ci)"), &json!("robot"), &Value::Null, &json!("true")]);
    assert!(props["odoo_delivery"].is_string(), "{props}");
    let body = json!({"text": "hi", "icon_url": "ftp://a.example/i.png"});
    let (status, answer) = send(&world, &key, "2", &body);
    assert_eq!((status, &answer["field"], &answer["code"]), (422, &json!("icon_url"), &json!("malformed")));
}

#[test]
fn hostile_text_in_any_body_neither_mentions_nor_formats() {
    let hostile = "@channel **bold** [x](javascript:alert(1)) ~town :smile:";
    let bodies = [
        json!({"title": hostile, "text": hostile, "module": hostile, "fields": [{"title": hostile, "value": hostile}], "next_step": hostile}),
        json!({"text": hostile, "attachments": [{"title": hostile, "text": hostile, "fields": [{"title": hostile, "value": hostile}]}]}),
        json!({"type": "test-report", "suite": hostile, "failed": 1, "failures": [{"name": hostile, "message": hostile}]}),
        json!({"event_type": "expense.submitted", "payload": {"description": hostile, "employee_name": hostile}}),
    ];
    for body in bodies {
        let (world, key) = world();
        assert_eq!(send(&world, &key, "1", &body).0, 202);
        work(&world);
        let post = world.last_post();
        let card = &post.cards[0];
        for text in [&card.title, &card.text].into_iter().chain(card.fields.iter().map(|field| &field.value)) {
            for power in ["@channel", "**", "[x](", "x](", "~town", ":smile:"] {
                assert!(!text.contains(power), "{power} in {text}");
            }
        }
        assert_eq!(post.text, "");
    }
}

#[test]
fn no_text_of_the_corpus_has_a_power_wherever_a_sender_puts_it() {
    #[derive(serde::Deserialize)]
    struct Case {
        about: String,
        foreign: String,
        shown: String,
    }
    let corpus: Vec<Case> = serde_json::from_str(include_str!("../../../src/text/neutral_corpus.json")).unwrap();
    assert!(corpus.len() > 30, "{}", corpus.len());
    for Case { about, foreign, shown } in corpus {
        let (world, key) = world();
        let fields = json!([{"title": foreign, "value": foreign, "short": true}]);
        let slack = json!({
            "text": format!("message {foreign}"),
            "attachments": [
                {"pretext": format!("pretext {foreign}"), "title": foreign, "text": format!("text {foreign}"), "fields": fields},
                {"title": format!("second {foreign}"), "fallback": foreign, "fields": fields},
            ],
            "props": {"card": format!("card {foreign}")},
        });
        let own = json!({"title": foreign, "text": format!("text {foreign}"), "fields": fields, "next_step": foreign});
        for (id, body) in [("1", slack), ("2", own)] {
            assert_eq!(send(&world, &key, id, &body).0, 202, "{about}");
        }
        work(&world);
        let cards: Vec<_> = world.posts.borrow().iter().flat_map(|post| post.cards.clone()).collect();
        assert_eq!(cards.len(), 2, "{about}");
        for card in cards {
            let values = card.fields.iter().flat_map(|field| [field.title.clone(), field.value.clone()]);
            for value in values.filter(|value| value != "Next step") {
                assert_eq!(value, shown, "{about}");
            }
            assert_eq!(card.title, shown, "{about}");
            // A text of several lines stays one, and each line is made harmless.
            for line in card.text.lines() {
                let powers = line.char_indices().filter(|(_, c)| "@#~＠".contains(*c));
                for (position, power) in powers {
                    let is_in_address = line[..position].rsplit(' ').next().unwrap().contains("://");
                    let next = line[position + power.len_utf8()..].chars().next();
                    assert!(is_in_address || next == Some('\u{2060}'), "{about}: {line}");
                }
                assert!(!line.contains(['<', '>', '\u{202E}', '\u{200B}']), "{about}: {line}");
            }
        }
    }
}

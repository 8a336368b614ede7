//! Values that want to do more than be values.

use odoo_plugin::ports::Message;
use serde_json::{Value, json};

use super::{make, refusal};
use crate::world::World;

/// Every account may do everything here, so that nothing but the values is looked at.
fn world() -> World {
    super::world().setting("odoologin", json!("paula")).setting("odooapikey", json!("PAULA_API_KEY"))
}

/// What each kind needs, and its fields that take any text.
fn kinds() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        ("partner", json!({"name": "A"}), &["name", "street", "city", "vat", "comment", "case_id"]),
        ("lead", json!({"name": "A"}), &["name", "description", "case_id"]),
        ("project", json!({"name": "A"}), &["name", "case_id"]),
        ("tasks", json!({"project_id": 9, "tasks": [{"name": "A"}]}), &["tasks/name", "tasks/description", "case_id"]),
        (
            "activity",
            json!({"res_model": "lead", "res_id": 63, "summary": "A", "date_deadline": "2026-12-24"}),
            &["summary", "note", "case_id"],
        ),
        ("event", json!({"name": "A", "start": "2026-12-24"}), &["name", "location", "description", "case_id"]),
        ("note", json!({"record": "lead 63", "text": "A"}), &["text", "case_id"]),
    ]
}

/// Fields that are checked for their shape, or name something.
const SHAPED: [(&str, &[&str]); 7] = [
    ("partner", &["email", "phone", "website", "country_code", "partner_id"]),
    ("lead", &["partner_id", "email_from", "phone"]),
    ("project", &["partner_id", "user_id", "date_start", "stages_from"]),
    ("tasks", &["project_id", "tasks/user_ids", "tasks/date_deadline", "tasks/priority", "tasks/stage"]),
    ("activity", &["res_model", "res_id", "activity_type", "date_deadline", "user_id"]),
    ("event", &["start", "stop", "partner_ids"]),
    ("note", &["record"]),
];

fn with(draft: &Value, field: &str, text: &str) -> Value {
    let mut draft = draft.clone();
    let value = if field.ends_with("_ids") { json!([text]) } else { json!(text) };
    match field.strip_prefix("tasks/") {
        Some(field) => draft["tasks"][0][field] = value,
        None => draft[field] = value,
    }
    draft
}

/// All that a card says, and whether it says it in Markdown.
fn said(message: &Message) -> Vec<String> {
    let card = &message.cards[0];
    let fields = card.fields.iter().flat_map(|field| [field.title.clone(), field.value.clone()]);
    [&message.text, &card.title, &card.text, &card.footer, &card.fallback].into_iter().cloned().chain(fields).collect()
}

#[test]
fn no_field_of_any_kind_mentions_formats_or_hides() {
    let hostile = "@channel @all @ben | a | <script>x</script> [x](http://evil.example) ![i](http://evil.example/i) \
                   **b** `c` ~town #tag :smile: &lt; \u{202e}gpj\u{202c} \u{200b}z\u{0}";
    for (kind, draft, fields) in kinds() {
        for field in fields.iter().copied() {
            // Short fields take the beginning of it.
            let text = match field {
                "case_id" | "vat" => &hostile[..29],
                "city" => &hostile[..100],
                _ => hostile,
            };
            let world = world();
            make(&world, kind, with(&draft, field, text)).unwrap_or_else(|error| panic!("{kind} {field}: {error}"));
            let said = said(&world.last_post()).join("\n");
            assert!(said.contains("@\u{2060}channel"), "{kind} {field}: it is shown: {said}");
            for (position, sign) in said.char_indices().filter(|(_, c)| "@~#".contains(*c)) {
                let next = said[position + sign.len_utf8()..].chars().next();
                assert_eq!(next, Some('\u{2060}'), "{kind} {field}: {said}");
            }
            for power in ["<script", "[x](", "![i](", "**b", " `c`", " | a", ":smile:", "\u{202e}", "\u{200b}", "\u{0}"]
            {
                assert!(!said.contains(power), "{kind} {field} {power}: {said}");
            }
        }
    }
}

#[test]
fn what_is_written_is_what_is_shown() {
    for (kind, draft, fields) in kinds() {
        for field in fields.iter().copied().filter(|field| *field != "case_id") {
            let world = world();
            let proposal = make(&world, kind, with(&draft, field, "Az\u{202e}ure\u{200b}\u{0}")).unwrap();
            let written = json!(proposal.operations).to_string();
            assert!(written.contains("\"Azure\""), "{kind} {field}: {written}");
        }
    }
}

#[test]
fn a_megabyte_is_an_error_of_its_field_and_asks_odoo_nothing() {
    let megabyte = "x".repeat(1 << 20);
    for (kind, draft, fields) in kinds() {
        let shaped = SHAPED.iter().filter(|(of, _)| *of == kind).flat_map(|(_, fields)| fields.iter());
        for field in fields.iter().chain(shaped).copied() {
            let world = world();
            let (named, code, text) = refusal(&world, kind, with(&draft, field, &megabyte));
            let expected = field.replace("tasks/", "tasks[0].");
            assert_eq!(named, expected, "{kind}: {text}");
            assert!(matches!(code, "too_long" | "malformed" | "not_found"), "{kind} {field}: {code}");
            assert!(text.len() < 300, "{kind} {field}: {}", text.len());
            let creates = world.methods().into_iter().filter(|method| method == "create" || method == "write");
            assert_eq!(creates.count(), 0);
            let kept = world.kv.borrow();
            assert!(kept.keys().all(|key| !key.starts_with("p/")), "{kind} {field}");
        }
    }
}

#[test]
fn an_address_that_is_none_mentions_nobody_in_its_error() {
    for (kind, fields) in SHAPED {
        let draft = kinds().into_iter().find(|(of, ..)| *of == kind).unwrap().1;
        for field in fields.iter().copied() {
            let (named, _, text) = refusal(&world(), kind, with(&draft, field, "@channel | <b>"));
            assert_eq!(named, field.replace("tasks/", "tasks[0]."), "{kind}: {text}");
            assert!(!text.contains("@channel") && !text.contains("<b>"), "{kind} {field}: {text}");
        }
    }
}

#[test]
fn a_card_stays_within_what_mattermost_takes() {
    let world = world();
    let tasks: Vec<_> = (0..25).map(|n| json!({"name": format!("{n} {}", "|".repeat(100)), "user_ids": []})).collect();
    make(&world, "tasks", json!({"project_id": 9, "tasks": tasks})).unwrap();
    let card = world.last_post();
    let runes: usize = said(&card).iter().map(|text| text.chars().count()).sum();
    assert!(runes < 16_383, "{runes}");
    assert!(card.cards[0].text.contains("Task 25"), "every value is there");
}

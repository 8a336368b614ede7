//! The work of a typical event, for comparing the component with native code: 4 KB of JSON in, two look-ups, 4 KB out.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// An incoming event.
#[derive(Debug, Deserialize)]
pub struct Event<'a> {
    /// Names the record.
    #[serde(borrow)]
    pub key: Cow<'a, str>,
    /// What changed.
    #[serde(borrow)]
    pub fields: Vec<Field<'a>>,
}

/// One changed field.
#[derive(Debug, Deserialize)]
pub struct Field<'a> {
    /// Shown name.
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// Shown value.
    #[serde(borrow)]
    pub value: Cow<'a, str>,
}

#[derive(Serialize)]
struct Card<'a> {
    key: &'a str,
    seen: u32,
    fields: Vec<CardField<'a>>,
}

#[derive(Serialize)]
struct CardField<'a> {
    title: &'a str,
    value: String,
    short: bool,
}

/// Turns an event into a card. `get` and `set` are the two look-ups (a cache in the host, a map natively).
///
/// Anything that is no event gives an empty answer.
pub fn process(body: &[u8], get: impl FnOnce(&str) -> Option<Vec<u8>>, set: impl FnOnce(&str, Vec<u8>)) -> Vec<u8> {
    let Ok(event) = serde_json::from_slice::<Event<'_>>(body) else { return Vec::new() };
    let seen = get(&event.key).and_then(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?))).unwrap_or(0) + 1;
    let fields = event
        .fields
        .iter()
        .map(|field| CardField { title: &field.title, value: escape(&field.value), short: field.value.len() < 20 })
        .collect();
    let card = serde_json::to_vec(&Card { key: &event.key, seen, fields }).unwrap_or_default();
    set(&event.key, seen.to_le_bytes().to_vec());
    card
}

/// About 4 KB of event, the same every time.
#[must_use]
pub fn sample() -> Vec<u8> {
    let fields: Vec<_> = (0..40)
        .map(|n| {
            serde_json::json!({
                "title": format!("Field {n}"),
                "value": format!("from *draft* to `done` | step {n} by @someone at 10:{n:02}"),
            })
        })
        .collect();
    serde_json::json!({"key": "project.task,42", "fields": fields}).to_string().into_bytes()
}

/// Puts a backslash before what Markdown would read; what lies between is copied whole.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut copied = 0;
    for (position, byte) in text.bytes().enumerate() {
        if matches!(byte, b'*' | b'_' | b'`' | b'|' | b'@' | b'#' | b'~' | b'\\') {
            escaped.push_str(&text[copied..position]);
            escaped.push('\\');
            copied = position;
        }
    }
    escaped.push_str(&text[copied..]);
    escaped
}

#[cfg(test)]
mod tests {
    use super::process;

    #[test]
    fn an_event_becomes_a_card_that_counts_how_often_it_was_seen() {
        let mut stored = None;
        let body = br#"{"key":"k","fields":[{"title":"Stage","value":"a|b"}]}"#;
        let card =
            process(body, |_| Some(2u32.to_le_bytes().to_vec()), |key, value| stored = Some((key.to_owned(), value)));
        assert_eq!(
            String::from_utf8_lossy(&card),
            r#"{"key":"k","seen":3,"fields":[{"title":"Stage","value":"a\\|b","short":true}]}"#
        );
        assert_eq!(stored, Some(("k".to_owned(), vec![3, 0, 0, 0])));
    }

    #[test]
    fn what_is_no_event_gives_nothing() {
        assert_eq!(process(b"<html>", |_| None, |_, _| {}), b"");
    }
}

//! What a module answers: `{text?, attachments?, channel?, severity?, thread_key?, drop?}`. All of it is foreign.

use serde::{Deserialize, Serialize};

use crate::event::{Field, Notice, Severity};

const ATTACHMENTS_MAX: usize = 5;
const FIELDS_MAX: usize = 20;
const THREAD_KEY_RUNES_MAX: usize = 128;

/// What a module wants to become of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// What is shown in place of the event; none for what it says itself.
    pub drawn: Option<Drawn>,
    /// The name of the channel; none for the event's own.
    pub channel: Option<String>,
    /// How bad it is; none for what the event says.
    pub severity: Option<Severity>,
    /// The thread; none for the event's own.
    pub thread_key: Option<String>,
    /// Nobody is to see it.
    pub is_dropped: bool,
}

/// What a module made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Above the cards; may be empty.
    pub text: String,
    /// One card each.
    pub cards: Vec<Notice>,
    /// The event's, or the module's own; empty for none.
    pub thread_key: String,
}

#[derive(Deserialize)]
struct Document {
    text: Option<String>,
    attachments: Option<Vec<Attachment>>,
    channel: Option<String>,
    severity: Option<Severity>,
    thread_key: Option<String>,
    drop: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachment {
    title: String,
    title_link: String,
    text: String,
    fields: Vec<Field>,
    footer: String,
}

impl Reply {
    /// Reads an answer.
    ///
    /// # Errors
    /// What is wrong with it, for administrators; foreign.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let document: Document =
            serde_json::from_slice(bytes).map_err(|error| format!("its answer cannot be read: {error}"))?;
        let attachments = document.attachments.unwrap_or_default();
        if attachments.len() > ATTACHMENTS_MAX {
            return Err(format!("its answer has more than {ATTACHMENTS_MAX} attachments"));
        }
        if attachments.iter().any(|attachment| attachment.fields.len() > FIELDS_MAX) {
            return Err(format!("its answer has an attachment with more than {FIELDS_MAX} fields"));
        }
        let thread_key = document.thread_key.filter(|key| !key.is_empty());
        if thread_key.as_ref().is_some_and(|key| key.chars().count() > THREAD_KEY_RUNES_MAX) {
            return Err(format!("its answer has a `thread_key` of more than {THREAD_KEY_RUNES_MAX} characters"));
        }
        let cards: Vec<_> = attachments.into_iter().map(Notice::from).collect();
        let text = document.text.unwrap_or_default();
        let is_empty = text.trim().is_empty() && cards.is_empty();
        Ok(Self {
            drawn: (!is_empty).then_some(Drawn { text, cards, thread_key: String::new() }),
            channel: document.channel.filter(|channel| !channel.is_empty()),
            severity: document.severity,
            thread_key,
            is_dropped: document.drop.unwrap_or(false),
        })
    }
}

impl Drawn {
    /// The same, as bad and in the thread of the event.
    #[must_use]
    pub fn with(self, severity: Severity, thread_key: &str) -> Self {
        let cards = self.cards.into_iter().map(|card| Notice { severity, ..card }).collect();
        Self { cards, thread_key: thread_key.to_owned(), ..self }
    }
}

impl From<Attachment> for Notice {
    fn from(attachment: Attachment) -> Self {
        let Attachment { title, title_link: link, text, fields, footer } = attachment;
        Self { title, text, fields, link, footer, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{Drawn, Reply};
    use crate::event::{Field, Notice, Severity};

    #[test]
    fn all_of_an_answer_is_read() {
        let answer =
            br#"{"text": "Hello", "attachments": [{"title": "T", "title_link": "https://a.example", "text": "x",
            "color": "red", "fields": [{"title": "F", "value": "v", "short": true}], "footer": "f"}],
            "channel": "ops", "severity": "critical", "thread_key": "k", "drop": false}"#;
        let card = Notice {
            title: "T".into(),
            text: "x".into(),
            severity: Severity::Info,
            fields: vec![Field { title: "F".into(), value: "v".into(), short: true }],
            link: "https://a.example".into(),
            footer: "f".into(),
            thread_key: String::new(),
        };
        let reply = Reply {
            drawn: Some(Drawn { text: "Hello".into(), cards: vec![card], thread_key: String::new() }),
            channel: Some("ops".into()),
            severity: Some(Severity::Critical),
            thread_key: Some("k".into()),
            is_dropped: false,
        };
        assert_eq!(Reply::parse(answer), Ok(reply));
    }

    #[test]
    fn an_empty_answer_leaves_the_event_as_it_is() {
        assert_eq!(Reply::parse(br#"{"text": null, "channel": "", "other": 1}"#), Ok(Reply::default()));
        assert_eq!(Reply::parse(br#"{"drop": true}"#), Ok(Reply { is_dropped: true, ..Reply::default() }));
    }

    #[test]
    fn an_answer_that_is_none_is_told() {
        let wrong = |text: &str| Reply::parse(text.as_bytes()).unwrap_err();
        assert!(wrong("rubbish").starts_with("its answer cannot be read: expected value"), "{}", wrong("rubbish"));
        assert!(wrong(r#"{"severity": "awful"}"#).contains("unknown variant `awful`"));
        assert!(wrong(r#"{"text": 7}"#).contains("invalid type"));
        assert_eq!(
            wrong(&format!(r#"{{"attachments": [{}]}}"#, ["{}"; 6].join(","))),
            "its answer has more than 5 attachments"
        );
        assert_eq!(
            wrong(&format!(r#"{{"thread_key": "{}"}}"#, "k".repeat(129))),
            "its answer has a `thread_key` of more than 128 characters"
        );
    }
}

//! A message of a sender: everything in it is foreign.

use serde::{Deserialize, Serialize};

use super::root::Root;
use super::show::{ShowError, Try};
use super::whole::{Shown, whole};
use super::{Source, digest};
use crate::ports::{Card, CardField, Message};
use crate::text::{Markdown, cut, printable};

/// Runes of a text; the rest is cut.
pub(crate) const TEXT_RUNES_MAX: usize = 4_000;
/// Runes of what is shown as it is.
const SHORT_RUNES_MAX: usize = 200;

/// What a sender wants to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Above everything; may be empty.
    pub title: String,
    /// Plain text with line breaks; may be empty.
    pub text: String,
    /// How bad it is.
    pub severity: Severity,
    /// In a grid.
    pub fields: Vec<Field>,
    /// Where the title leads: `http://` or `https://`; may be empty.
    pub link: String,
    /// In small print; may be empty.
    pub footer: String,
    /// Notices of the same sender with the same key stand in one thread; empty for none.
    pub thread_key: String,
}

/// A titled value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What it is.
    pub title: String,
    /// As it is shown.
    pub value: String,
    /// Whether two of them fit side by side.
    #[serde(default)]
    pub short: bool,
}

/// How bad something is, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    #[default]
    Info,
    /// Look at it today.
    Warning,
    /// Something failed.
    Error,
    /// Look at it now.
    Critical,
}

impl Severity {
    /// All of them with their words, in their order.
    pub const ALL: [(Self, &str); 4] =
        [(Self::Info, "info"), (Self::Warning, "warning"), (Self::Error, "error"), (Self::Critical, "critical")];

    /// The one with that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(severity, _)| *severity)
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(severity, _)| *severity == self).map_or("info", |(_, word)| word)
    }

    /// `#rrggbb`.
    #[must_use]
    pub fn color(self) -> &'static str {
        match self {
            Self::Info => "#2d81ff",
            Self::Warning => "#ffbc1f",
            Self::Error => "#d24b4e",
            Self::Critical => "#8f1d21",
        }
    }
}

impl Notice {
    /// As it stands in a channel; author, channel and thread are the caller's.
    #[must_use]
    pub fn message(&self) -> Message {
        let fields = self.fields.iter().map(|field| CardField {
            // Clients format titles too.
            title: Markdown::foreign(&field.title).to_string(),
            value: Markdown::message(&field.value).to_string(),
            is_short: field.short,
        });
        let is_link = self.link.starts_with("https://") || self.link.starts_with("http://");
        let card = Card {
            fallback: short(if self.title.is_empty() { &self.text } else { &self.title }),
            color: self.severity.color(),
            title: Markdown::foreign(&self.title).to_string(),
            title_link: if is_link { self.link.clone() } else { String::new() },
            text: Markdown::paragraphs(&self.text, TEXT_RUNES_MAX).to_string(),
            fields: fields.collect(),
            footer: short(&self.footer),
            buttons: Vec::new(),
        };
        Message { cards: vec![card], ..Message::default() }
    }

    /// All of its text, if it is cut.
    pub(super) fn whole(&self) -> Option<String> {
        whole([self.shown()])
    }

    pub(super) fn shown(&self) -> Shown<'_> {
        (&self.text, TEXT_RUNES_MAX)
    }
}

/// Shows a message in the thread that its sender names.
pub(super) fn show(
    attempt: &Try<'_>,
    thread_key: &str,
    message: impl FnOnce() -> Message,
) -> Result<String, ShowError> {
    if thread_key.is_empty() {
        let root_id = attempt.thread()?.unwrap_or_default();
        return attempt.find("")?.map_or_else(|| attempt.post(root_id, "", message()), Ok);
    }
    let sender = match &attempt.event.source {
        Source::Hook(name) => name.as_str(),
        Source::Odoo | Source::Thread | Source::Question(_) | Source::Answer(_) => "",
    };
    let root = Root::of(&digest(&[sender, &attempt.delivery().channel_id, thread_key]));
    let first = root.find(attempt.deps)?;
    let post_id = match attempt.find("")? {
        Some(post_id) => post_id,
        None => attempt.post(first.post_id(), "", message())?,
    };
    if first.post_id().is_empty() {
        root.remember(attempt.deps, &post_id)?;
    }
    Ok(post_id)
}

/// Plain text on one line.
fn short(text: &str) -> String {
    cut(&printable(text), SHORT_RUNES_MAX)
}

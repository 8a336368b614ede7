//! A record of Odoo in a channel: one card that shows how it stands, and what happens to it below (requirement 7.3).

use serde::{Deserialize, Serialize};

use super::digest;
use super::notice::Field;
use super::root::{First, Root};
use super::show::{ShowError, Try};
use crate::ports::{Card, CardField, Message, Timestamp};
use crate::settings::Connection;
use crate::text::{Markdown, Zone, local};

const ARCHIVED_COLOR: &str = "#8a8a8a";
const OPEN_COLOR: &str = "#714b67";

/// A record that is different from before, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Odoo's name of the model.
    pub model: String,
    /// What people call such a record.
    pub noun: String,
    /// In Odoo.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Whether it was archived.
    pub is_archived: bool,
    /// As it stands.
    pub fields: Vec<Field>,
    /// Whether it is new.
    pub is_new: bool,
    /// What is different.
    pub changes: Vec<Difference>,
    /// When it was written last.
    pub at: Timestamp,
    /// By whom; may be empty.
    pub by: String,
}

/// A value that is different.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What Odoo calls the field.
    pub label: String,
    /// None if nobody knows.
    pub from: Option<String>,
    /// Empty for nothing.
    pub to: String,
}

/// Shows how the record stands on its card, and what happened below it.
pub(super) fn show(attempt: &Try<'_>, news: &News) -> Result<String, ShowError> {
    let (deps, channel_id) = (attempt.deps, &attempt.delivery().channel_id);
    let root = Root::of(&digest(&["card", &news.model, &news.id.to_string(), channel_id]));
    let found = attempt.find()?;
    if attempt.delivery().is_line {
        return found.map_or_else(|| attempt.post("", news.line(attempt)), Ok);
    }
    let first = root.find(deps)?;
    let card = |note: &str| news.card(attempt, note);
    match (&first, found) {
        // The card itself was posted by somebody who did not live to remember it.
        (First::None | First::Deleted, Some(post_id)) => {
            root.remember(deps, &post_id)?;
            Ok(post_id)
        }
        (First::None | First::Deleted, None) => {
            let note = if first == First::Deleted { "*The earlier card was deleted.*\n" } else { "" };
            let message =
                Message { cards: vec![card(&format!("{note}{}", news.lines(attempt)))], ..Message::default() };
            let post_id = attempt.post("", message)?;
            root.remember(deps, &post_id)?;
            Ok(post_id)
        }
        (First::Post(root_id), found) => {
            let message = Message { id: root_id.clone(), cards: vec![card("")], ..Message::default() };
            deps.chat.update_post(&message)?;
            let reply = Message { text: news.lines(attempt), ..Message::default() };
            found.map_or_else(|| attempt.post(root_id, reply), Ok)
        }
    }
}

impl News {
    fn card(&self, attempt: &Try<'_>, text: &str) -> Card {
        let field = |field: &Field| CardField {
            title: field.title.clone(),
            value: Markdown::message(&field.value).to_string(),
            is_short: field.short,
        };
        let title = self.title();
        Card {
            fallback: crate::text::printable(&title),
            color: if self.is_archived { ARCHIVED_COLOR } else { OPEN_COLOR },
            title: Markdown::message(&title).to_string(),
            title_link: self.link(attempt),
            text: text.to_owned(),
            fields: self.fields.iter().map(field).collect(),
            ..Card::default()
        }
    }

    /// The record and what happened to it, without a card.
    fn line(&self, attempt: &Try<'_>) -> Message {
        let title = Markdown::link(&self.title(), &self.link(attempt));
        Message { text: format!("{title}: {}", self.lines(attempt).replace('\n', ", ")), ..Message::default() }
    }

    fn title(&self) -> String {
        format!("{} #{}: {}", self.noun, self.id, self.name)
    }

    fn link(&self, attempt: &Try<'_>) -> String {
        match &attempt.settings.connection {
            Connection::Account(account) => account.address.record(&self.model, self.id),
            Connection::Missing(_) => String::new(),
        }
    }

    /// One line for each difference, and who made it when.
    fn lines(&self, attempt: &Try<'_>) -> String {
        let zone = Zone::named(&attempt.settings.default_time_zone).unwrap_or(Zone::UTC);
        let value = |text: &str| if text.is_empty() { "–".to_owned() } else { Markdown::foreign(text).to_string() };
        let mut lines: Vec<_> = self
            .changes
            .iter()
            .map(|change| match &change.from {
                Some(from) => {
                    format!("**{}**: {} → {}", Markdown::foreign(&change.label), value(from), value(&change.to))
                }
                None => format!("**{}**: {}", Markdown::foreign(&change.label), value(&change.to)),
            })
            .collect();
        if self.is_new {
            lines.insert(0, format!("New {}", self.noun));
        }
        let by = if self.by.is_empty() { String::new() } else { format!(" by {}", Markdown::foreign(&self.by)) };
        lines.push(format!("*{}{by}*", local(self.at, zone)));
        lines.join("\n")
    }
}

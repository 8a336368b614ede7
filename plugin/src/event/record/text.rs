//! A record and what happened to it, as they read in a channel.

use super::{News, Said, finished};
use crate::event::Field;
use crate::event::attached::Brought;
use crate::event::show::Try;
use crate::language::Language;
use crate::ports::{Card, CardField, Message};
use crate::say;
use crate::settings::Connection;
use crate::text;
use crate::text::{Markdown, Zone, local};

const GONE: &str = text!("No longer readable in Odoo: it was deleted, or is hidden from the plugin's account.");
const ARCHIVED_COLOR: &str = "#8a8a8a";
const OPEN_COLOR: &str = "#714b67";

impl News {
    pub(super) fn card(&self, attempt: &Try<'_>, text: &str) -> Card {
        let field = |field: &Field| CardField {
            title: Markdown::foreign(&field.title).to_string(),
            value: Markdown::message(&field.value).to_string(),
            is_short: field.short,
        };
        let title = self.title(attempt.deps.language);
        let text = if self.is_gone { attempt.deps.language.tell(GONE) } else { text.to_owned() };
        Card {
            fallback: text::printable(&title),
            color: if self.is_archived || self.is_gone { ARCHIVED_COLOR } else { OPEN_COLOR },
            title: Markdown::message(&title).to_string(),
            title_link: self.link(attempt),
            text,
            fields: self.fields.iter().map(field).collect(),
            ..Card::default()
        }
    }

    /// The record and what happened to it, without a card.
    pub(super) fn line(&self, attempt: &Try<'_>, note: &str, files: &Brought) -> Message {
        let title = Markdown::link(&self.title(attempt.deps.language), &self.link(attempt));
        let lines = self.lines(attempt);
        let lines = if self.remark.is_some() { lines } else { lines.replace('\n', ", ") };
        finished(attempt, self, format!("{note}{title}: {lines}"), files)
    }

    fn title(&self, language: Language) -> String {
        format!("{} #{}: {}", language.tell(&self.noun), self.id, self.name)
    }

    fn link(&self, attempt: &Try<'_>) -> String {
        match &attempt.settings.connection {
            Connection::Account(account) => account.address.record(&self.model, self.id),
            Connection::Missing(_) => String::new(),
        }
    }

    /// One line for each difference, and who made it when.
    pub(super) fn lines(&self, attempt: &Try<'_>) -> String {
        let zone = Zone::named(&attempt.settings.default_time_zone).unwrap_or(Zone::UTC);
        let language = attempt.deps.language;
        let made = |at, by: &str| match (local(at, zone), by) {
            (time, "") => format!("*{time}*"),
            (time, by) => say!(language, "*{time} by {name}*", time, name = Markdown::foreign(by)),
        };
        let when = made(self.at, &self.by);
        if let Some(said) = &self.remark {
            return said.lines(language, &when);
        }
        let value = |text: &str| if text.is_empty() { "–".to_owned() } else { Markdown::foreign(text).to_string() };
        let mut lines: Vec<_> = self
            .changes
            .iter()
            .map(|change| {
                let label = Markdown::foreign(&change.label);
                let from = change.from.as_ref().map(|from| format!("{} → ", value(from))).unwrap_or_default();
                let made = change.made.as_ref().map(|(by, at)| format!(" {}", made(*at, by))).unwrap_or_default();
                format!("**{label}**: {from}{}{made}", value(&change.to))
            })
            .collect();
        if self.is_new {
            lines.insert(0, say!(language, "New {noun}", noun = language.tell(&self.noun)));
        }
        if self.is_gone {
            lines.push(language.tell(GONE));
        }
        if self.has_merged && lines.is_empty() {
            lines.push(say!(language, "Changed, and changed back"));
        }
        if self.changes.is_empty() || self.changes.iter().any(|change| change.made.is_none()) {
            lines.push(when);
        }
        lines.join("\n")
    }
}

impl Said {
    /// A mark that tells who reads it, then the words.
    fn lines(&self, language: Language, when: &str) -> String {
        let kind = match self.is_internal {
            true => say!(language, "🔒 **Internal note**"),
            false => say!(language, "✉ **Comment**"),
        };
        let files = match self.files {
            0 => String::new(),
            count => say!(language, ", {count} file||, {count} files", count),
        };
        let quoted: Vec<_> = self.text.lines().map(|line| format!("> {line}")).collect();
        format!("{kind}{files} {when}\n{}", quoted.join("\n")).trim_end().to_owned()
    }
}

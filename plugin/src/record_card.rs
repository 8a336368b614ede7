//! A record as a card.

use crate::language::Language;
use crate::odoo::sheet::{Content, Entry, Sheet};
use crate::ports::{Card, CardField};
use crate::say;
use crate::settings::OdooAddress;
use crate::text::{Markdown, Zone, local, money};

/// Runes of the long text.
const BODY_RUNES_MAX: usize = 1000;
const ARCHIVED_COLOR: &str = "#8a8a8a";
/// Values longer than this take the whole width.
const SHORT_RUNES_MAX: usize = 40;

/// The card of a record of the Odoo at `address`; `title` is what stands above it, times are those of `zone`.
#[must_use]
pub fn card(language: Language, address: &OdooAddress, zone: Zone, sheet: &Sheet, title: &str) -> Card {
    let field = |entry: &Entry| {
        let value = value(address, zone, entry);
        let is_short = value.chars().count() <= SHORT_RUNES_MAX || matches!(entry.value, Content::Record(..));
        CardField { title: entry.label.clone(), value, is_short }
    };
    let archived = if sheet.is_archived { format!("*{}*\n", say!(language, "Archived")) } else { String::new() };
    let body = sheet.body.as_deref().map(|html| Markdown::html(html, BODY_RUNES_MAX)).unwrap_or_default();
    Card {
        fallback: title.to_owned(),
        color: if sheet.is_archived { ARCHIVED_COLOR } else { "" },
        title: Markdown::foreign(title).to_string(),
        title_link: address.record(sheet.model, sheet.id),
        text: format!("{archived}{body}").trim_end().to_owned(),
        fields: sheet.entries.iter().map(field).collect(),
        ..Card::default()
    }
}

fn value(address: &OdooAddress, zone: Zone, entry: &Entry) -> String {
    let text = match &entry.value {
        Content::Text(text) if entry.field.starts_with("email") => Markdown::email(text),
        Content::Text(text) => Markdown::message(text),
        Content::Yes => Markdown::foreign("✓"),
        Content::Number(number) => Markdown::foreign(&money(*number, None)),
        Content::Money(amount) => Markdown::foreign(&money(amount.value, amount.currency.as_deref())),
        Content::Day(day) => Markdown::foreign(&day.to_string()),
        Content::Moment(time) => Markdown::foreign(&local(*time, zone)),
        Content::Record(model, record) if is_shown(model) => {
            Markdown::link(&record.label, &address.record(model, record.id))
        }
        Content::Record(_, record) => Markdown::foreign(&record.label),
        Content::Names(names) => Markdown::message(&names.join(", ")),
    };
    text.to_string()
}

/// Whether people look at records of this model by themselves.
fn is_shown(model: &str) -> bool {
    matches!(model, "res.partner" | "crm.lead" | "project.project" | "project.task")
}

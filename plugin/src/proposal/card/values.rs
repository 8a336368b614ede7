//! What would be written, value by value.

use crate::language::Language;
use crate::ports::CardField;
use crate::proposal::{Proposal, Shown};
use crate::say;
use crate::text::{Markdown, Table};

/// More values than that are a table: a grid of many is hard to read.
const FIELDS_MAX: usize = 10;
/// A longer value makes it a table too.
const FIELD_RUNES_MAX: usize = 300;
/// Side by side they have to be short.
const SHORT_RUNES_MAX: usize = 40;

/// All values as a text or as fields, whichever is easier to read.
pub(super) fn of(language: Language, proposal: &Proposal) -> (String, Vec<CardField>) {
    let values: Vec<_> = proposal.shown.iter().map(|shown| (shown, value(shown))).collect();
    let is_grid = values.len() <= FIELDS_MAX && values.iter().all(|(_, value)| runes(value) <= FIELD_RUNES_MAX);
    if !is_grid {
        return (table(language, &proposal.shown), Vec::new());
    }
    let field = |(shown, value): (&Shown, String)| CardField {
        title: language.tell(&shown.label),
        is_short: runes(&value) <= SHORT_RUNES_MAX,
        value,
    };
    (String::new(), values.into_iter().map(field).collect())
}

/// How much room the values and warnings take on the card.
#[must_use]
pub fn value_runes(proposal: &Proposal) -> usize {
    let (text, fields) = of(Language::En, proposal);
    let fields: usize = fields.iter().map(|field| runes(&field.title) + runes(&field.value)).sum();
    let warnings: usize = proposal.warnings.iter().map(|warning| runes(warning)).sum();
    runes(&text) + fields + warnings
}

fn value(shown: &Shown) -> String {
    let new = Markdown::lines(&shown.new);
    match &shown.old {
        Some(old) => format!("{} → {new}", Markdown::lines(old)),
        None => new.to_string(),
    }
}

fn table(language: Language, shown: &[Shown]) -> String {
    let mut table = Table::new(&["", &say!(language, "Now"), &say!(language, "New")]);
    for shown in shown {
        let old = shown.old.as_deref().map(Markdown::lines).unwrap_or_default();
        table.push(&[Markdown::foreign(&language.tell(&shown.label)), old, Markdown::lines(&shown.new)], usize::MAX);
    }
    format!("{}\n", table.into_text())
}

fn runes(text: &str) -> usize {
    text.chars().count()
}

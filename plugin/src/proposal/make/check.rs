//! What values may look like before Odoo hears of them. What is written is what the card shows: characters that nobody can
//! see are left out here.

use super::Proposal;
use crate::proposal::{ProposeError, card};
use crate::text::printable;

/// Runes of a name or a summary; Odoo has no limit, its screens have.
pub(super) const NAME_RUNES_MAX: usize = 200;
/// Runes of a text of several lines.
pub(super) const TEXT_RUNES_MAX: usize = 4_000;
const CASE_RUNES_MAX: usize = 64;
/// Runes of all values on a card; a post holds 16,383, the rest is for who, when and what became of it.
const VALUES_RUNES_MAX: usize = 11_000;

type Checked<T> = Result<T, ProposeError>;

/// One line that has to be there.
pub(super) fn required(field: &str, value: &str, runes_max: usize) -> Checked<String> {
    line(field, value, runes_max)?.ok_or_else(|| missing(field))
}

/// One line; none if it is empty.
pub(super) fn line(field: &str, value: &str, runes_max: usize) -> Checked<Option<String>> {
    bounded(field, value, runes_max)?;
    Ok(Some(printable(value)).filter(|text| !text.is_empty()))
}

/// Several lines that have to be there.
pub(super) fn required_lines(field: &str, value: &str) -> Checked<String> {
    lines(field, value)?.ok_or_else(|| missing(field))
}

/// Several lines; none if all are empty.
pub(super) fn lines(field: &str, value: &str) -> Checked<Option<String>> {
    bounded(field, value, TEXT_RUNES_MAX)?;
    let lines: Vec<_> = value.lines().map(printable).collect();
    let text = lines.join("\n").trim_matches('\n').to_owned();
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The proposer's own reference.
pub(super) fn case_id(value: Option<&str>) -> Checked<Option<String>> {
    line("case_id", value.unwrap_or_default(), CASE_RUNES_MAX)
}

/// Whether a reviewer can see all of it: what does not fit on one card is not proposed.
pub(super) fn size(proposal: &Proposal) -> Checked<()> {
    let runes = card::value_runes(proposal);
    if runes <= VALUES_RUNES_MAX {
        return Ok(());
    }
    let text = format!(
        "That is too much to review on one card: {runes} characters with their labels, {VALUES_RUNES_MAX} fit. Shorten the texts or split the proposal."
    );
    Err(ProposeError::invalid("", "too_large", text))
}

fn bounded(field: &str, value: &str, runes_max: usize) -> Checked<()> {
    // Counting a megabyte of runes is not worth it.
    let is_long = value.len() > runes_max * 4 || value.chars().count() > runes_max;
    if !is_long {
        return Ok(());
    }
    Err(ProposeError::invalid(field, "too_long", format!("`{field}` may have {runes_max} characters at most.")))
}

pub(super) fn missing(field: &str) -> ProposeError {
    ProposeError::invalid(field, "required", format!("`{field}` is missing."))
}

use super::{Suggestion, one_word};
use crate::command::reading::Reading;
use crate::odoo::activity::Kind;
use crate::odoo::partner::{self, Query};
use crate::odoo::{Filter, Many2One, OdooError};

/// A single letter has too many names.
const TYPED_RUNES_MIN: usize = 2;
const RECORDS_MAX: u32 = 10;
const KEPT_SECONDS: u32 = 30;

/// Names as they are, for a text.
pub(super) fn partner_names(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    if typed.chars().count() < TYPED_RUNES_MIN {
        return Ok(Vec::new());
    }
    let query = Query { text: Some(typed.to_owned()), ..Query::default() };
    let found = reading.connection.remembered(&format!("suggest/names/{typed}"), KEPT_SECONDS, || {
        let partners = partner::find(&reading.connection, &query, RECORDS_MAX)?;
        Ok(partners.into_iter().map(|partner| (partner.name, partner.email)).collect::<Vec<_>>())
    })?;
    let suggestion = |(name, email): (String, Option<String>)| Suggestion {
        item: name,
        hint: email.unwrap_or_default(),
        help: "Partner".into(),
    };
    Ok(found.into_iter().map(suggestion).collect())
}

/// Partners with their numbers.
pub(super) fn partners(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "res.partner", typed, "Partner")
}

/// Projects with their numbers.
pub(super) fn projects(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "project.project", typed, "Project")
}

/// Sales teams with their numbers.
pub(super) fn sales_teams(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "crm.team", typed, "Sales team")
}

/// Companies of this Odoo with their numbers.
pub(super) fn companies(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "res.company", typed, "Company")
}

/// Users with their numbers.
pub(super) fn users(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "res.users", typed, "User")
}

/// Tags of leads with their numbers.
pub(super) fn lead_tags(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "crm.tag", typed, "Tag")
}

/// Tags of projects and tasks with their numbers.
pub(super) fn project_tags(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "project.tags", typed, "Tag")
}

/// Tags of partners with their numbers.
pub(super) fn partner_tags(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    numbered(reading, "res.partner.category", typed, "Tag")
}

/// Kinds of activities, such as calls.
pub(super) fn activity_types(reading: &Reading<'_>, _: &str) -> Result<Vec<Suggestion>, OdooError> {
    let kinds = Kind::all(&reading.connection)?;
    let suggestion =
        |Kind { name, .. }: Kind| Suggestion { item: one_word(&name), hint: String::new(), help: "Activity".into() };
    Ok(kinds.into_iter().map(suggestion).collect())
}

fn numbered(reading: &Reading<'_>, model: &'static str, typed: &str, help: &str) -> Result<Vec<Suggestion>, OdooError> {
    if typed.contains(char::is_whitespace) || (model == "res.partner" && typed.chars().count() < TYPED_RUNES_MIN) {
        return Ok(Vec::new());
    }
    let found = reading.connection.remembered(&format!("suggest/{model}/{typed}"), KEPT_SECONDS, || {
        let all = Filter::All(Vec::new());
        let records = reading.connection.name_search(model, typed, &all, RECORDS_MAX)?;
        Ok(records.into_iter().map(|Many2One { id, label }| (id, label)).collect::<Vec<_>>())
    })?;
    let suggestion = |(id, label): (i64, String)| {
        let name = one_word(&label);
        // The typed part may be in the middle of the name; only what begins with it is shown.
        let name = if name.to_lowercase().starts_with(typed) { name } else { typed.to_owned() };
        Suggestion { item: format!("{name}[#{id}]"), hint: label, help: help.into() }
    };
    Ok(found.into_iter().map(suggestion).collect())
}

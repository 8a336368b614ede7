use super::{Suggestion, one_word};
use crate::command::reading::Reading;
use crate::odoo::OdooError;
use crate::odoo::stage::{self, Stage};

pub(super) fn of_tasks(reading: &Reading<'_>, _: &str) -> Result<Vec<Suggestion>, OdooError> {
    Ok(suggestions(&stage::of_tasks(&reading.connection, None)?))
}

pub(super) fn of_leads(reading: &Reading<'_>, _: &str) -> Result<Vec<Suggestion>, OdooError> {
    Ok(suggestions(&stage::of_leads(&reading.connection)?))
}

fn suggestions(stages: &[Stage]) -> Vec<Suggestion> {
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for Stage { name, .. } in stages {
        let item = one_word(name);
        if !suggestions.iter().any(|known| known.item == item) {
            suggestions.push(Suggestion { item, hint: String::new(), help: "Stage".into() });
        }
    }
    suggestions
}

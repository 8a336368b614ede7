//! `add_note`: an internal note on a record.

use super::context::Context;
use super::questions::Questions;
use super::{Plan, check};
use crate::odoo::{Filter, Search};
use crate::proposal::draft::NoteDraft;
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::text::Markdown;

pub(super) fn plan(context: &Context<'_>, draft: &NoteDraft) -> Result<Plan, ProposeError> {
    let (model, id) = record(&draft.record)?;
    let text = check::required_lines("text", &draft.text)?;
    let mut questions = Questions::default();
    let record = questions.search(&Search {
        model: model.name(),
        filter: &Filter::Is("id", id),
        fields: &["display_name"],
        order: "id asc",
        limit: 1,
    });
    let rows = questions.ask(&context.odoo).rows(record)?;
    let Some(row) = rows.first() else {
        let text = format!("Odoo has no {} {id}, or the account may not see it.", model.name());
        return Err(ProposeError::invalid("record", "not_found", text));
    };
    let name = row.text("display_name").map_or_else(|| format!("{} {id}", model.name()), ToOwned::to_owned);
    let shown = |label: &str, new: String| Shown { label: label.into(), old: None, new };
    Ok(Plan {
        summary: format!("Note on {name}"),
        shown: vec![shown("Record", format!("{name} ({id})")), shown("Note", text.clone())],
        warnings: Vec::new(),
        operations: vec![Operation {
            op: "add_note".into(),
            model,
            effect: Effect::Note { id, text },
            context: serde_json::Map::new(),
            preconditions: Vec::new(),
        }],
    })
}

/// `crm.lead,63`, as Odoo writes references.
fn record(text: &str) -> Result<(Model, i64), ProposeError> {
    let text = check::required("record", text, check::NAME_RUNES_MAX)?;
    let (model, id) = text.split_once(',').unwrap_or_default();
    match (Model::of_name(model.trim()), id.trim().parse()) {
        (Some(model), Ok(id)) => Ok((model, id)),
        _ => {
            let text = format!("“{}” is no record. Write it as `crm.lead,63`.", Markdown::foreign(&text));
            Err(ProposeError::invalid("record", "malformed", text))
        }
    }
}

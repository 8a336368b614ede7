//! `add_note`: an internal note on a record.

use serde_json::Map;

use super::context::Context;
use super::lookup::{Lookup, Target};
use super::questions::Questions;
use super::{Plan, check, record};
use crate::proposal::draft::{NoteDraft, Reference};
use crate::proposal::{Effect, Operation, ProposeError, Shown};
use crate::say;
use crate::text;

pub(super) fn plan(context: &Context<'_>, draft: &NoteDraft) -> Result<Plan, ProposeError> {
    let (model, id) = record::record(context, "record", &draft.record)?;
    let text = check::required_lines(context.deps.language, "text", &draft.text)?;
    let mut questions = Questions::default();
    let target = Target::Record(model.name(), model.noun());
    let record = Lookup::new(context, &mut questions, target, "record", &Reference::Id(id), &[])?;
    let record = record.found(&questions.ask(&context.odoo))?;
    Ok(Plan {
        summary: say!(context.shared, "Note on {name}", name = record.name),
        shown: vec![Shown::new(text!("Record"), record.label()), Shown::new(text!("Note"), &text)],
        warnings: Vec::new(),
        operations: vec![Operation {
            op: "add_note".into(),
            model,
            effect: Effect::Note { id, text, with_files: false },
            context: Map::new(),
            preconditions: Vec::new(),
        }],
    })
}

//! Records of several models, as people name them.

use super::check;
use super::context::Context;
use crate::proposal::{Model, ProposeError};
use crate::reference::{Reference, ReferenceError};
use crate::text::Markdown;

/// What people call the models.
const WORDS: [(&str, Model); 12] = [
    ("partner", Model::Partner),
    ("contact", Model::Partner),
    ("lead", Model::Lead),
    ("opportunity", Model::Lead),
    ("project", Model::Project),
    ("task", Model::Task),
    ("activity", Model::Activity),
    ("event", Model::Event),
    ("purchase", Model::Purchase),
    ("expense", Model::ExpenseReport),
    ("leave", Model::Leave),
    ("timeoff", Model::Leave),
];

/// A model by Odoo's name or by a word for it.
pub(super) fn model(field: &str, text: &str) -> Result<Model, ProposeError> {
    let text = check::required(field, text, check::NAME_RUNES_MAX)?;
    named(&text).ok_or_else(|| {
        let text =
            format!("“{}” is no model such as `lead`, `task`, `project` or `partner`.", Markdown::foreign(&text));
        ProposeError::invalid(field, "malformed", text)
    })
}

/// `lead 63`, `crm.lead,63` or the address of a record.
pub(super) fn record(context: &Context<'_>, field: &str, text: &str) -> Result<(Model, i64), ProposeError> {
    let text = check::required(field, text, check::NAME_RUNES_MAX)?;
    let unknown = || {
        let text =
            format!("“{}” is no record. Write it as `lead 63`, or paste its link from Odoo.", Markdown::foreign(&text));
        ProposeError::invalid(field, "malformed", text)
    };
    let parsed = text.split_once([',', ' ']).and_then(|(model, id)| {
        let id = id.trim().trim_start_matches('#').parse().ok().filter(|id| *id > 0)?;
        Some((named(model)?, id))
    });
    if let Some(record) = parsed {
        return Ok(record);
    }
    match Reference::parse(&text, &context.account.address, "") {
        Ok(Reference::Record { model, id }) => Model::of_name(&model).map(|model| (model, id)).ok_or_else(unknown),
        Err(error @ (ReferenceError::Elsewhere(_) | ReferenceError::NoRecord)) => {
            Err(ProposeError::invalid(field, "malformed", error.to_string()))
        }
        _ => Err(unknown()),
    }
}

fn named(text: &str) -> Option<Model> {
    let text = text.trim();
    let word = WORDS.into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word));
    word.map(|(_, model)| model).or_else(|| Model::of_name(text))
}

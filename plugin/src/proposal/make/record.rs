//! Records of several models, as people name them.

use super::check;
use super::context::Context;
use crate::language::Language;
use crate::proposal::{Model, ProposeError};
use crate::reference::{Reference, ReferenceError};
use crate::say;
use crate::text::Markdown;

/// A model by Odoo's name or by a word for it.
pub(super) fn model(language: Language, field: &str, text: &str) -> Result<Model, ProposeError> {
    let text = check::required(language, field, text, check::NAME_RUNES_MAX)?;
    named(&text).ok_or_else(|| {
        let text = say!(
            language,
            "“{text}” is no model such as `lead`, `task`, `project` or `partner`.",
            text = Markdown::foreign(&text)
        );
        ProposeError::invalid(field, "malformed", text)
    })
}

/// `lead 63`, `crm.lead,63` or the address of a record.
pub(super) fn record(context: &Context<'_>, field: &str, text: &str) -> Result<(Model, i64), ProposeError> {
    let text = check::required(context.deps.language, field, text, check::NAME_RUNES_MAX)?;
    let unknown = || {
        let text = say!(
            context.deps.language,
            "“{text}” is no record. Write it as `lead 63`, or paste its link from Odoo.",
            text = Markdown::foreign(&text)
        );
        ProposeError::invalid(field, "malformed", text)
    };
    let parsed = text.split_once([',', ' ']).and_then(|(model, id)| {
        let id = id.trim().trim_start_matches('#').parse().ok().filter(|id| *id > 0)?;
        let own = || context.settings.proposals.documents.named(model.trim()).map(|kind| kind.model);
        Some((named(model).or_else(own)?, id))
    });
    if let Some(record) = parsed {
        return Ok(record);
    }
    match Reference::parse(&text, &context.account.address, "") {
        Ok(Reference::Record { model, id }) => {
            let own = || context.settings.proposals.documents.named(&model).map(|kind| kind.model);
            Model::of_name(&model).or_else(own).map(|model| (model, id)).ok_or_else(unknown)
        }
        Err(error @ (ReferenceError::Elsewhere(_) | ReferenceError::NoRecord)) => {
            Err(ProposeError::invalid(field, "malformed", error.say(context.deps.language)))
        }
        _ => Err(unknown()),
    }
}

fn named(text: &str) -> Option<Model> {
    let text = text.trim();
    Model::of_word(text).or_else(|| Model::of_name(text))
}

//! What may follow a proposal that was written: the form of another kind, for the same case and record.

use super::KINDS;
use super::form::Opening;
use super::values::Values;
use crate::ports::Choice;
use crate::proposal::{Model, Proposal};

/// The kinds that can follow.
#[must_use]
pub fn choices() -> Vec<Choice> {
    KINDS.into_iter().map(|kind| Choice { text: kind.title.into(), value: kind.word.into() }).collect()
}

impl<'a> Opening<'a> {
    /// The form of `word` as it follows this proposal.
    #[must_use]
    pub fn after(proposal: &'a Proposal, word: &'a str) -> Self {
        let mut values = Values::default();
        values.put("ref", proposal.case_id.as_deref().unwrap_or_default());
        if let Some(change) = proposal.execution.changes().first() {
            for (name, value) in about(word, change.model, change.id) {
                values.put(name, &value);
            }
        }
        Self { kind: word, values, root_id: &proposal.origin.root_id, ..Self::default() }
    }
}

/// Where the record goes in a form of that kind.
fn about(word: &str, model: Model, id: i64) -> Vec<(&'static str, String)> {
    let noun = model.noun();
    match (word, model) {
        ("lead" | "project", Model::Partner) => vec![("partner_id", id.to_string())],
        ("event", Model::Partner) => vec![("partner_ids", id.to_string())],
        ("task" | "tasks", Model::Project) => vec![("project_id", id.to_string())],
        ("activity", Model::Partner | Model::Lead | Model::Project | Model::Task) => {
            vec![("res_model", noun.to_owned()), ("res_id", id.to_string())]
        }
        ("note", Model::Partner | Model::Lead | Model::Project | Model::Task | Model::Event) => {
            vec![("record", format!("{noun} {id}"))]
        }
        _ => Vec::new(),
    }
}

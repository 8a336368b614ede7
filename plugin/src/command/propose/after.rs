//! What may follow a proposal that was written: the form of another kind, for the same case and record.

use super::KINDS;
use super::form::{Opening, find};
use super::prefill::Record;
use super::values::Values;
use crate::language::Language;
use crate::ports::Choice;
use crate::proposal::Proposal;

/// Kinds that begin with a record which a proposal does not leave behind.
const ELSEWHERE: [&str; 3] = ["finish", "reschedule", "document"];

/// The kinds that can follow.
#[must_use]
pub fn choices(language: Language) -> Vec<Choice> {
    KINDS.into_iter().filter(|kind| !ELSEWHERE.contains(&kind.word)).map(|kind| kind.choice(language)).collect()
}

impl<'a> Opening<'a> {
    /// The form of `word` as it follows this proposal. Another record of the kind that was written begins empty.
    #[must_use]
    pub fn after(proposal: &'a Proposal, word: &'a str) -> Self {
        let mut values = Values::default();
        values.put("ref", proposal.case_id.as_deref().unwrap_or_default());
        let changes = proposal.execution.changes();
        if let (Some(change), Some(kind)) = (changes.first().filter(|change| change.model.noun() != word), find(word)) {
            values = values.under(Record { model: change.model, id: change.id }.values(kind).unwrap_or_default());
        }
        Self {
            kind: word,
            values,
            channel_id: &proposal.origin.channel_id,
            root_id: &proposal.origin.root_id,
            ..Self::default()
        }
    }
}

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ports::Timestamp;
use crate::proposal::Model;

/// What happens and happened, as it is kept with the proposal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// Who holds it at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// Rises with every claim: what an earlier holder still wants to store is refused.
    #[serde(default)]
    pub fence: u64,
    /// Whose word started it: a user id, empty for none.
    #[serde(default)]
    pub started_by: String,
    /// In whose name it writes, in words: `as ben`.
    #[serde(default)]
    pub identity: String,
    /// One for each operation, in their order; empty until it is claimed for the first time.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Nothing further is sent: somebody pressed *Stop*.
    #[serde(default)]
    pub is_stopped: bool,
    /// What was sent without an answer is looked for, and nothing further is sent: a person has to want that.
    #[serde(default)]
    pub settles_only: bool,
    /// Whether the records have their notes, or at least every one was tried.
    #[serde(default)]
    pub is_noted: bool,
    /// When it ended last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executed_at: Option<Timestamp>,
}

/// A right to run it for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Whose press it was: a user id, or the name of a job.
    pub by: String,
    /// See [`Execution::fence`].
    pub fence: u64,
    /// Others may take over from then on.
    pub until: Timestamp,
}

/// What became of one operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// How far it is.
    #[serde(default)]
    pub progress: Progress,
    /// How it was sent.
    #[serde(default)]
    pub way: Way,
    /// When it was sent last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// The records that were made or changed; of a note the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record_ids: Vec<i64>,
    /// Why not, or why nobody knows; plain text for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub error: String,
    /// What Odoo says of it, for admins; cut.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The reason as a word, such as `odoo_validation`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Reading does not tell what became of it: a person has to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_person: bool,
    /// What it changed, record by record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub journal: Vec<Change>,
}

/// How far an operation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// Not sent.
    #[default]
    Waiting,
    /// Sent, or about to be; the outcome is not known here.
    Sent,
    /// Written.
    Done,
    /// Refused: not written.
    Failed,
}

/// How a write was sent, which decides how an unknown outcome is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// As the method that the operation names.
    #[default]
    Plain,
    /// As `load`, with external ids: nothing is made twice under one of them.
    Load,
}

/// One record before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The record's model.
    pub model: Model,
    /// Its id.
    pub id: i64,
    /// Whether it was made; otherwise it was changed.
    pub is_new: bool,
    /// The fields that changed, as they were read before; empty if it is new.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub old: Map<String, Value>,
    /// The same fields as they were read afterwards; long texts as their digest.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub new: Map<String, Value>,
    /// Its `write_date` afterwards, as Odoo gives it; empty if it could not be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub write_date: String,
}

impl Execution {
    /// Whether somebody holds it at `now`.
    #[must_use]
    pub fn is_held(&self, now: Timestamp) -> bool {
        self.claim.as_ref().is_some_and(|claim| now < claim.until)
    }

    /// Whether it is still held by the claim with this fence.
    #[must_use]
    pub fn is_held_with(&self, fence: u64) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.fence == fence)
    }

    /// The records that were written, each once, in their order.
    #[must_use]
    pub fn changes(&self) -> Vec<&Change> {
        let mut changes: Vec<&Change> = Vec::new();
        for change in self.steps.iter().flat_map(|step| &step.journal) {
            if !changes.iter().any(|known| known.model == change.model && known.id == change.id) {
                changes.push(change);
            }
        }
        changes
    }
}

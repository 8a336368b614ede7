use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Effect, Execution, Operation, Policy, State};
use crate::ports::Timestamp;
use crate::settings::Documents;
use crate::store::Stored;

/// A reviewed set of writes, as it is stored under `p/<ulid>` (requirement 5.2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// A ULID.
    pub id: String,
    /// What people type.
    pub code: String,
    /// `partner`, `lead`, `project`, `tasks`, `activity`, `event`, `note`, `finish`, `reschedule`, `document`, `undo`.
    pub kind: String,
    /// What runs, in this order. Never changes.
    pub operations: Vec<Operation>,
    /// Of the operations, see [`super::digest`].
    pub digest: String,
    /// One line of plain text; holds foreign text.
    pub summary: String,
    /// What the card shows, line by line.
    pub shown: Vec<Shown>,
    /// What a reviewer should know; plain text that may hold foreign text.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// The reference that its proposer gave (`--ref`, `case_id`).
    #[serde(default)]
    pub case_id: Option<String>,
    /// What the proposer typed, to fill in the form of *Edit*; in the shape of the kind's draft.
    #[serde(default)]
    pub draft: Value,
    /// Who asks for it.
    pub proposer: Proposer,
    /// Where the card is.
    pub origin: Origin,
    /// Who may decide, as it was when the proposal was made.
    #[serde(default)]
    pub policy: Policy,
    /// Where it is on its way.
    pub state: State,
    /// In the order they were made.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Nobody may decide after that.
    pub expires_at: Timestamp,
    /// When it reached its present state.
    pub changed_at: Timestamp,
    /// Why it was cancelled, what failed: plain text.
    #[serde(default)]
    pub reason: String,
    /// What happens and happened when it runs.
    #[serde(default)]
    pub execution: Execution,
    /// The proposal in whose place this one stands.
    #[serde(default)]
    pub supersedes: Option<String>,
    /// The proposal that stands in this one's place.
    #[serde(default)]
    pub superseded_by: Option<String>,
    /// The proposal that this one undoes.
    #[serde(default)]
    pub undoes: Option<String>,
    /// The latest proposal that undoes this one.
    #[serde(default)]
    pub undone_by: Option<String>,
    /// When people were reminded of it.
    #[serde(default)]
    pub reminded_at: Option<Timestamp>,
    /// When those heard of it to whom the policy escalates.
    #[serde(default)]
    pub escalated_at: Option<Timestamp>,
    /// Whether its proposer was told that it has expired, or at least that was tried.
    #[serde(default)]
    pub is_expiry_told: bool,
    /// Its bucket in the index of open proposals.
    #[serde(default)]
    pub open_bucket: Option<u64>,
}

impl Proposal {
    /// Whether it runs as whoever approves it, and not as its proposer.
    #[must_use]
    pub fn is_of_approver(&self) -> bool {
        self.operations.iter().any(Operation::is_of_approver)
    }

    /// A button of the administrator's own list that is not on it any more.
    #[must_use]
    pub fn unlisted(&self, documents: &Documents) -> Option<&'static str> {
        self.operations.iter().find_map(|operation| match operation.effect {
            Effect::Decide { act, .. } if !documents.allows(operation.model, act) => Some(act.method().name()),
            _ => None,
        })
    }
}

impl Stored for Proposal {
    const VERSION: u32 = 1;
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposer {
    /// A person.
    Person {
        /// In Mattermost.
        user_id: String,
    },
    /// A machine with an API key.
    Key {
        /// The key's id.
        key_id: String,
        /// Its name.
        name: String,
        /// Who made the key.
        owner_id: String,
    },
    /// A hook, of an event that somebody sent.
    Hook {
        /// Its name.
        name: String,
        /// Who made the hook.
        owner_id: String,
    },
    /// A bot or service account, by its session.
    Tool {
        /// In Mattermost.
        user_id: String,
    },
}

impl Default for Proposer {
    fn default() -> Self {
        Self::Person { user_id: String::new() }
    }
}

impl Proposer {
    /// The person, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        match self {
            Self::Person { user_id } => Some(user_id),
            Self::Key { .. } | Self::Hook { .. } | Self::Tool { .. } => None,
        }
    }

    /// The name of its list of proposals.
    #[must_use]
    pub fn index_name(&self) -> String {
        match self {
            Self::Person { user_id } | Self::Tool { user_id } => format!("p-by/{user_id}"),
            Self::Key { key_id, .. } => format!("p-by/key-{key_id}"),
            Self::Hook { name, .. } => format!("p-by/hook-{name}"),
        }
    }
}

/// Where a proposal comes from and its card is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Empty in direct messages.
    pub team_id: String,
    /// The channel of the card.
    pub channel_id: String,
    /// The thread of the card; empty outside a thread.
    #[serde(default)]
    pub root_id: String,
    /// The card; empty until it is posted.
    #[serde(default)]
    pub post_id: String,
    /// Until when one process alone posts the card.
    #[serde(default)]
    pub claimed_until: Option<Timestamp>,
    /// Whether somebody deleted an earlier card.
    #[serde(default)]
    pub was_deleted: bool,
    /// `command`, `dialog`, `button`, `api`, `execution`.
    pub way: String,
}

/// One line of the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The field's name for people.
    pub label: String,
    /// As it is in Odoo; none if the record or the value is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// As it will be.
    pub new: String,
}

impl Shown {
    /// A value where there is none now.
    #[must_use]
    pub fn new(label: impl Into<String>, new: impl Into<String>) -> Self {
        Self { label: label.into(), old: None, new: new.into() }
    }
}

/// Somebody's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who.
    pub user_id: String,
    /// In whose place, if it is that of a deputy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub verdict: Verdict,
    /// Why; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// May run.
    Approve,
    /// Must not run.
    Reject,
}

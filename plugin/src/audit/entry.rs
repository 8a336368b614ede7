use serde::{Deserialize, Serialize};

use crate::proposal::Proposer;

/// What happened, to be recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Who did it.
    pub who: Who,
    /// How they showed who they are.
    pub credential: Credential,
    /// Object and verb in our own words: `proposal.approve`, `key.revoke`, `gate.freeze`.
    pub action: &'a str,
    /// To what: an id of ours or `<model>/<id>`.
    pub object: &'a str,
    /// Of the operations, see [`crate::proposal::digest`]; empty if there are none.
    pub digest: &'a str,
    /// The reference that its proposer gave.
    pub case_id: Option<&'a str>,
    /// How it ended.
    pub outcome: Outcome,
    /// One word that says more of the outcome, such as the code of an error; may be empty. Never a text from outside.
    pub detail: &'a str,
    /// The same in the server's log.
    pub request_id: &'a str,
}

/// Who did something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// In Mattermost; of a key, who made it; empty for the plugin itself.
    pub user_id: String,
    /// The API key; empty if there is none.
    pub key_id: String,
    /// The user in Odoo in whose name it was done, if Odoo was written to.
    pub odoo_user_id: Option<i64>,
    /// By whose key that was.
    pub odoo_key: Option<OdooKey>,
}

/// Whose key opened Odoo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OdooKey {
    /// The person's own.
    Personal,
    /// That of the plugin's account.
    Service,
}

/// How somebody showed who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// Signed in to Mattermost: commands, buttons, forms.
    #[default]
    Session,
    /// A personal access token of Mattermost, over the API.
    AccessToken,
    /// A key of ours, over the API.
    ApiKey,
    /// Nobody: a job of the plugin.
    Plugin,
}

/// How it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    #[default]
    Done,
    /// A part is done.
    Partial,
    /// Not allowed, or not possible any more.
    Refused,
    /// Tried without success.
    Failed,
    /// Nobody knows yet.
    Unknown,
}

impl Who {
    /// Somebody in Mattermost.
    #[must_use]
    pub fn person(user_id: &str) -> Self {
        Self { user_id: user_id.into(), ..Self::default() }
    }

    /// A machine with a key.
    #[must_use]
    pub fn key(key_id: &str, owner_id: &str) -> Self {
        Self { user_id: owner_id.into(), key_id: key_id.into(), ..Self::default() }
    }
}

impl From<&Proposer> for Who {
    fn from(proposer: &Proposer) -> Self {
        match proposer {
            Proposer::Person { user_id } | Proposer::Tool { user_id } => Self::person(user_id),
            Proposer::Key { key_id, owner_id, .. } => Self::key(key_id, owner_id),
            Proposer::Hook { owner_id, .. } => Self::person(owner_id),
        }
    }
}

impl Credential {
    /// The word for people and for the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::AccessToken => "access_token",
            Self::ApiKey => "api_key",
            Self::Plugin => "plugin",
        }
    }
}

impl Outcome {
    /// The word for people and for the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

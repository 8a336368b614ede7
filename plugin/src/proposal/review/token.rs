//! What a button brings back. Its presser can forge everything but what is sealed.

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::ports::{Deps, Level};
use crate::proposal::Proposal;
use crate::seal::Seal;
use crate::settings::Settings;

/// What is sealed for a button opens for nothing else.
const PURPOSE: &str = "proposal-button";

/// What somebody asks for by pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ask {
    /// Yes.
    Approve,
    /// No; a form asks why.
    Reject,
    /// Put another one in its place; a form asks what.
    Edit,
    /// Go on with another proposal for the same case.
    Then,
    /// Take it back; a form asks why.
    Cancel,
    /// Send nothing further.
    Stop,
    /// Try again what is missing.
    Retry,
    /// What nobody knows is in Odoo.
    There,
    /// What nobody knows is not in Odoo.
    Absent,
    /// Back to how it was.
    Undo,
}

/// One button of one proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// What for.
    pub ask: Ask,
    /// The proposal's id.
    pub id: String,
    /// Of the operations as they were shown.
    pub digest: String,
}

impl Token {
    /// Sealed, for the context of a button or the state of a form. The seal has a nonce of its own.
    ///
    /// # Errors
    /// What to do when there is no key to seal with.
    pub fn seal(&self, deps: &Deps<'_>, settings: &Settings) -> Result<String, String> {
        let sealed = Seal::of(deps.language, &settings.encryption)?.seal(deps.secret, PURPOSE, self);
        sealed.map_err(|error| error.to_string())
    }

    /// What this plugin sealed; nothing for what anybody else made.
    #[must_use]
    pub fn open(settings: &Settings, sealed: &str) -> Option<Self> {
        Seal::of(Language::En, &settings.encryption).ok()?.open(PURPOSE, sealed).ok()
    }

    pub(super) fn of(ask: Ask, proposal: &Proposal) -> Self {
        Self { ask, id: proposal.id.clone(), digest: proposal.digest.clone() }
    }
}

/// The sealed token of a button; none without a key to seal with, which the log tells.
pub(super) fn context(
    deps: &Deps<'_>,
    settings: &Settings,
    ask: Ask,
    proposal: &Proposal,
) -> Option<serde_json::Value> {
    match Token::of(ask, proposal).seal(deps, settings) {
        Ok(sealed) => Some(serde_json::json!({ "t": sealed })),
        Err(error) => {
            let fields = [("proposal", proposal.id.clone()), ("error", error)];
            deps.log.write(Level::Error, "A card has no buttons", &fields);
            None
        }
    }
}

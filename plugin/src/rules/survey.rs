//! What came of the rules of one setting in one run of their job.

use crate::event::AcceptError;
use crate::finding;
use crate::odoo::{Connection, Fields, OdooError};
use crate::organisation::FenceError;
use crate::ports::{ChatError, Deps};
use crate::settings::Settings;
use crate::store::StoreError;

/// Why a rule did nothing now.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Odoo did not answer, or refused.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// Mattermost did not answer.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// Something could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too much waits to be told.
    #[error(transparent)]
    Event(#[from] AcceptError),
    /// The rule does not fit what is there; for administrators, without full stop.
    #[error("{0}")]
    Wrong(String),
    /// The job runs elsewhere.
    #[error("another node holds the lease by now")]
    Fenced,
}

impl From<FenceError> for RuleError {
    fn from(error: FenceError) -> Self {
        match error {
            FenceError::Store(error) => error.into(),
            FenceError::Chat(error) => error.into(),
        }
    }
}

/// Gathers what is wrong with rules, for administrators, and what went wrong, for the log.
pub struct Survey<'a> {
    deps: &'a Deps<'a>,
    settings: &'a Settings,
    area: &'static str,
    setting: &'static str,
    found: Vec<String>,
    failure: Option<String>,
}

impl<'a> Survey<'a> {
    /// Of the rules of a setting; `area` names the job.
    #[must_use]
    pub fn new(deps: &'a Deps<'a>, settings: &'a Settings, area: &'static str, setting: &'static str) -> Self {
        Self { deps, settings, area, setting, found: Vec::new(), failure: None }
    }

    /// What came of one rule.
    pub fn note(&mut self, rule: &str, outcome: Result<Vec<String>, RuleError>) {
        let wrong = match outcome {
            Ok(wrong) => wrong,
            Err(RuleError::Wrong(wrong)) => vec![wrong],
            // Odoo's own words for a condition that it does not understand.
            Err(RuleError::Odoo(OdooError::Defect(fault) | OdooError::Validation(fault))) => {
                vec![format!("Odoo does not take it: {}", fault.message)]
            }
            Err(error) => {
                self.failure = Some(error.to_string());
                Vec::new()
            }
        };
        let setting = self.setting;
        let sentence =
            |wrong| format!("The rule “{rule}” does not work: {wrong}. It stands in the setting `{setting}`.");
        self.found.extend(wrong.into_iter().map(sentence));
    }

    /// Tells what is wrong, once each.
    ///
    /// # Errors
    /// For the log.
    pub fn finish(self) -> Result<(), String> {
        match self.failure {
            // What is wrong with the others shows when all of them could be looked at.
            Some(failure) => Err(failure),
            None => {
                finding::replace(self.deps, self.settings, self.area, self.found).map_err(|error| error.to_string())
            }
        }
    }
}

/// The fields of a model that a rule names.
///
/// # Errors
/// [`RuleError::Wrong`] if it is not there, or not for the plugin's account.
pub fn model(connection: &Connection<'_>, model: &str) -> Result<Fields, RuleError> {
    match connection.describe(model) {
        Err(OdooError::NotInstalled(_)) => {
            Err(RuleError::Wrong(format!("the model `{model}` is not installed in Odoo")))
        }
        Err(OdooError::Access(_)) => {
            Err(RuleError::Wrong(format!("the plugin's account may not read the model `{model}`")))
        }
        known => Ok(known?),
    }
}

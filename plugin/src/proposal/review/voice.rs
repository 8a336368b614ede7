//! For whom somebody speaks: for themselves, or before a document for one of those whose deputy they are.

use super::{Person, Refused};
use crate::deputy;
use crate::ports::Deps;
use crate::proposal::Proposal;
use crate::proposal::policy::{self, Reviewer, Unfit};
use crate::settings::Settings;

/// Somebody, and whose word theirs counts as.
pub struct Voice<'a> {
    person: Person<'a>,
    principal: Option<Person<'a>>,
}

impl<'a> Voice<'a> {
    /// Of somebody before a proposal. Their own word counts where it can.
    ///
    /// # Errors
    /// [`Refused::Person`] if Mattermost or the store does not answer.
    pub fn of(deps: &'a Deps<'a>, settings: &'a Settings, user_id: &str, proposal: &Proposal) -> Result<Self, Refused> {
        let mut voice = Self { person: Person::of(deps, settings, user_id, proposal)?, principal: None };
        if !proposal.is_of_approver() || voice.may_decide(proposal).is_ok() {
            return Ok(voice);
        }
        for principal in deputy::principals(deps, user_id)? {
            // Whom Mattermost does not know any more has nothing to hand on.
            let Ok(principal) = Person::of(deps, settings, &principal, proposal) else { continue };
            if policy::may_stand_in(&voice.person, &principal, proposal).is_ok() {
                voice.principal = Some(principal);
                break;
            }
        }
        Ok(voice)
    }

    /// Whether this word counts.
    ///
    /// # Errors
    /// See [`Unfit`].
    pub fn may_decide(&self, proposal: &Proposal) -> Result<(), Unfit> {
        match &self.principal {
            None => policy::may_decide(&self.person, proposal),
            Some(principal) => policy::may_stand_in(&self.person, principal, proposal),
        }
    }

    /// In whose place; none for their own.
    #[must_use]
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_ref().map(Reviewer::user_id)
    }
}

//! Somebody before a proposal, as the policy wants to know them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Refused;
use crate::access::{Role, Standing};
use crate::identity;
use crate::odoo::{Filter, explain};
use crate::ports::{self, Deps};
use crate::proposal::execution::connect;
use crate::proposal::policy::{self, Reviewer, Unfit};
use crate::proposal::{Proposal, Verdict};
use crate::say;
use crate::settings::{Connection, Settings};

/// A person, or what says it is one.
pub struct Person<'a> {
    deps: &'a Deps<'a>,
    settings: &'a Settings,
    person: ports::Person,
    standing: Standing,
    /// Odoo is asked for each group once.
    groups: RefCell<BTreeMap<String, Result<bool, String>>>,
}

impl<'a> Person<'a> {
    /// Looked up in Mattermost, in the channel of the proposal.
    ///
    /// # Errors
    /// [`Refused::Person`] if Mattermost or the store does not answer.
    pub fn of(deps: &'a Deps<'a>, settings: &'a Settings, user_id: &str, proposal: &Proposal) -> Result<Self, Refused> {
        let person = deps.chat.person(user_id).map_err(|_| Refused::Person)?;
        let standing = Standing::of(deps, settings, &person).map_err(|_| Refused::Person)?;
        let standing = standing.in_channel(deps, user_id, &proposal.origin.channel_id);
        Ok(Self { deps, settings, person, standing, groups: RefCell::default() })
    }

    /// What they are here.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    fn ask(&self, group: &str) -> Result<bool, String> {
        let link = identity::link(self.deps, &self.person.id);
        let link = link.map_err(|_| say!(self.deps.language, "Mattermost's store did not answer. Try again."))?;
        let Some(odoo_uid) = link.map(|link| link.value.odoo_uid) else { return Ok(false) };
        let Connection::Account(account) = &self.settings.connection else {
            return Err(say!(self.deps.language, "Odoo is not connected yet."));
        };
        let odoo = connect(self.deps, account);
        let (module, name) = group.split_once('.').unwrap_or_default();
        let count = || {
            let Some((_, id)) = odoo.xml_id(module, name)?.filter(|(model, _)| model == "res.groups") else {
                return Ok(0);
            };
            let field = odoo.release()?.groups_field();
            let filter = Filter::All(vec![Filter::Is("id", odoo_uid), Filter::In(field, vec![id])]);
            odoo.search_count("res.users", &filter)
        };
        count().map(|count| count > 0).map_err(|error| explain(self.deps.language, &error, false, None, ""))
    }
}

impl Reviewer for Person<'_> {
    fn user_id(&self) -> &str {
        &self.person.id
    }

    fn is_named(&self, username: &str) -> bool {
        self.person.username == username
    }

    fn is_person(&self) -> bool {
        !self.standing.has(Role::Tool) && !self.person.is_deactivated
    }

    fn has_role(&self, role: &str) -> bool {
        let role = match role {
            "system-admin" => Role::SystemAdmin,
            "odoo-admin" => Role::OdooAdmin,
            "channel-admin" => Role::ChannelAdmin,
            "agent" => Role::Agent,
            "proposer" => Role::Proposer,
            _ => return false,
        };
        self.standing.has(role)
    }

    fn is_in_odoo_group(&self, group: &str) -> Result<bool, String> {
        if let Some(known) = self.groups.borrow().get(group) {
            return known.clone();
        }
        let answer = self.ask(group);
        self.groups.borrow_mut().insert(group.to_owned(), answer.clone());
        answer
    }
}

/// Whether somebody may have an approved proposal tried again, stopped or settled: its proposer, who approved it, and who
/// could have.
///
/// # Errors
/// See [`Unfit`].
pub fn may_retry(person: &dyn Reviewer, proposal: &Proposal) -> Result<(), Unfit> {
    if !person.is_person() {
        return Err(Unfit::Machine);
    }
    let has_approved = |user_id: &str| {
        let mut approvals = proposal.decisions.iter().filter(|decision| decision.verdict == Verdict::Approve);
        approvals.any(|decision| decision.user_id == user_id)
    };
    if proposal.proposer.person() == Some(person.user_id()) || has_approved(person.user_id()) {
        return Ok(());
    }
    policy::may_decide(person, proposal)
}

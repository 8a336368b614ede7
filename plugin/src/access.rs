//! Who may do what: one table of roles and actions (requirement 2, "Roles").

mod refusal;
mod table;

use crate::identity;
use crate::language::Language;
use crate::ports::{Deps, Person};
use crate::settings::{Settings, SubscribePolicy};
use crate::{say, text};
use refusal::refusal;
use table::{Cell, cell};

/// What somebody is here; a person can be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Administers the Mattermost server.
    SystemAdmin,
    /// Named in `OdooAdmins`.
    OdooAdmin,
    /// Administers the channel in question.
    ChannelAdmin,
    /// Named in `Agents`.
    Agent,
    /// Named by the approval policy for the proposal in question.
    Approver,
    /// Named in `Proposers`, or connected while nobody is named there.
    Proposer,
    /// Tied to a user of Odoo.
    Connected,
    /// Nothing of that.
    Other,
    /// A machine: an API key, a bot, an account in `ServiceAccounts`. Never anything else besides.
    Tool,
}

impl Role {
    fn word(self) -> Option<&'static str> {
        match self {
            Self::SystemAdmin => Some(text!("system administrator")),
            Self::OdooAdmin => Some(text!("Odoo administrator")),
            Self::ChannelAdmin => Some(text!("administrator of this channel")),
            Self::Agent => Some(text!("agent")),
            Self::Approver => Some(text!("approver")),
            Self::Proposer => Some(text!("proposer")),
            Self::Tool => Some(text!("tool")),
            Self::Connected | Self::Other => None,
        }
    }
}

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Help, status, who am I.
    Ask,
    /// Tie themselves to a user of Odoo, or undo that.
    Connect,
    /// Find and show records.
    Read,
    /// Own settings, own lists.
    OwnSettings,
    /// Propose changes; cancel and undo own ones.
    Propose,
    /// Approve, reject, confirm, execute.
    Decide,
    /// See and cancel everybody's proposals.
    ManageProposals,
    /// Ticket verbs.
    Tickets,
    /// Subscriptions of the channel in question.
    Subscribe,
    /// Link previews of the channel in question.
    Previews,
    /// Hooks.
    Hooks,
    /// Organisations.
    Organisations,
    /// Member sync.
    Sync,
    /// API keys.
    ApiKeys,
    /// Extension modules.
    Modules,
    /// Outbox and traces.
    Outbox,
    /// Audit.
    Audit,
    /// Doctor and details of the status.
    Doctor,
    /// Make people, teams and embed tickets.
    Provision,
    /// API keys that provision.
    GrantProvision,
    /// Setup, export, import, the server's OAuth apps, access tokens, quick actions.
    Administer,
    /// Stop and allow all writing.
    Freeze,
    /// Delete what the plugin keeps.
    Purge,
}

/// What an API key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Find and show.
    Read,
    /// Propose.
    Propose,
    /// Make people, teams and embed tickets.
    Provision,
}

impl Scope {
    /// As it is typed and shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Propose => "propose",
            Self::Provision => "provision",
        }
    }
}

/// Everything somebody is, in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    roles: Vec<Role>,
    scopes: Vec<Scope>,
    is_member: bool,
}

/// Whether a person may do something that no channel and no policy decides.
///
/// # Errors
/// What to do about it.
pub fn may(deps: &Deps<'_>, settings: &Settings, person: &Person, action: Action) -> Result<(), String> {
    Standing::of(deps, settings, person)?.may(deps.language, settings, action)
}

impl Standing {
    /// Of a person, outside any channel.
    ///
    /// # Errors
    /// What to do when the store does not answer.
    pub fn of(deps: &Deps<'_>, settings: &Settings, person: &Person) -> Result<Self, String> {
        let people = &settings.people;
        if people.service_accounts.has(person) {
            return Ok(Self::tool(&[Scope::Read, Scope::Propose]));
        }
        if person.is_bot {
            return Ok(Self::tool(if people.allow_service_reads { &[Scope::Read] } else { &[] }));
        }
        let is_connected = identity::link(deps, &person.id)
            .map_err(|_| say!(deps.language, "Mattermost's store did not answer. Try again."))?
            .is_some();
        let is_proposer = if people.proposers.is_empty() { is_connected } else { people.proposers.has(person) };
        let roles = [
            (Role::SystemAdmin, person.is_system_admin),
            (Role::OdooAdmin, people.odoo_admins.has(person)),
            (Role::Agent, people.agents.has(person)),
            (Role::Proposer, is_proposer),
            (Role::Connected, is_connected),
            (Role::Other, true),
        ];
        let roles = roles.into_iter().filter_map(|(role, has)| has.then_some(role));
        Ok(Self { roles: roles.collect(), scopes: Vec::new(), is_member: false })
    }

    /// Of an API key with these scopes, or another machine.
    #[must_use]
    pub fn tool(scopes: &[Scope]) -> Self {
        Self { roles: vec![Role::Tool], scopes: scopes.to_vec(), is_member: false }
    }

    /// In a channel: its administrators and members may subscribe it.
    #[must_use]
    pub fn in_channel(mut self, deps: &Deps<'_>, user_id: &str, channel_id: &str) -> Self {
        if let Ok(member) = deps.chat.channel_member(channel_id, user_id)
            && !self.has(Role::Tool)
        {
            self.is_member = true;
            if member.is_admin {
                self.roles.push(Role::ChannelAdmin);
            }
        }
        self
    }

    /// Before a proposal whose approval policy names the person. A tool stays a tool.
    #[must_use]
    pub fn as_approver(mut self) -> Self {
        if !self.has(Role::Tool) {
            self.roles.push(Role::Approver);
        }
        self
    }

    /// Whether somebody is that.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// What somebody is, in words, the widest first; nothing for who is nothing in particular.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        self.roles.iter().filter_map(|role| role.word()).collect()
    }

    /// Whether one of the roles admits the action.
    ///
    /// # Errors
    /// What to do about it.
    pub fn may(&self, language: Language, settings: &Settings, action: Action) -> Result<(), String> {
        if self.roles.iter().any(|role| self.admits(settings, cell(*role, action))) {
            Ok(())
        } else {
            Err(language.tell(refusal(self, settings, action)))
        }
    }

    fn admits(&self, settings: &Settings, cell: Cell) -> bool {
        let people = &settings.people;
        match cell {
            Cell::Yes => true,
            Cell::No => false,
            Cell::IfServiceReads => people.allow_service_reads,
            Cell::UnlessSystemAdminsSubscribe => people.subscribe_policy != SubscribePolicy::SystemAdmin,
            Cell::IfMembersSubscribe => self.is_member && people.subscribe_policy == SubscribePolicy::Member,
            Cell::With(scope) => self.scopes.contains(&scope),
        }
    }
}

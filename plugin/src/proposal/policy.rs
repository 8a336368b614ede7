//! Who may decide on a proposal (requirement 5.3). The admin's document is read anew for each proposal and kept with it: a
//! policy that changes later changes nothing for those that wait already.

mod document;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use document::{ApprovalPolicy, Rule, Tier};

use super::{Decision, Effect, Operation, Proposal, Proposer, Verdict};
use crate::language::Language;
use crate::order;
use crate::ports::Deps;
use crate::say;
use crate::settings::Settings;

/// Who decides on one proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Whose word counts.
    pub approve: Approve,
    /// How many people have to agree.
    pub n: u32,
    /// Those who may decide; empty for everybody who may propose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Who>,
    /// Working hours until people are reminded.
    pub remind_hours: u32,
    /// Who hears of it when the reminder did not help, and may decide from then on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalate_to: Vec<Who>,
}

/// Whose word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Approve {
    /// Nobody's: it runs at once.
    #[serde(rename = "none")]
    Nobody,
    /// Its proposer's or somebody else's.
    #[serde(rename = "self")]
    Anybody,
    /// Somebody else's.
    #[serde(rename = "other")]
    Other,
    /// That of several others.
    #[serde(rename = "n-of-m")]
    Several,
}

/// One or several people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Who {
    /// By username.
    User(String),
    /// By role, see [`ROLES`].
    Role(String),
    /// By a group in Odoo, as an external id such as `sales_team.group_sale_manager`.
    OdooGroup(String),
}

/// Roles that a policy can name.
pub const ROLES: [&str; 5] = ["system-admin", "odoo-admin", "channel-admin", "agent", "proposer"];

/// What a policy wants to know of a person. Groups are asked for only if everything else says no.
pub trait Reviewer {
    /// The user id.
    fn user_id(&self) -> &str;
    /// Whether that is their username.
    fn is_named(&self, username: &str) -> bool;
    /// Whether it is a person; bots and service accounts never decide.
    fn is_person(&self) -> bool;
    /// Whether they have one of [`ROLES`].
    fn has_role(&self, role: &str) -> bool;
    /// Whether their user in Odoo has that group.
    ///
    /// # Errors
    /// Why nobody knows.
    fn is_in_odoo_group(&self, group: &str) -> Result<bool, String>;
}

/// Why somebody's word does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A bot or a service account.
    Machine,
    /// Its proposer, where that is not enough.
    Own,
    /// Not one of those who may.
    Stranger(Policy),
    /// Decided already.
    Again {
        /// Approvals that are still needed.
        missing: u32,
    },
    /// Odoo did not say whether the person has the group.
    Unsure(String),
}

impl Unfit {
    /// A sentence for that person.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Machine => {
                say!(language, "Only a person can decide on a proposal; bots, service accounts and API keys cannot.")
            }
            Self::Own => say!(language, "This is your own proposal: somebody else has to approve it."),
            Self::Stranger(policy) => say!(
                language,
                "You are not one of those who decide on this proposal: {deciders}.",
                deciders = policy.deciders(language)
            ),
            Self::Again { missing } => say!(
                language,
                "You have approved this already; {count} more approval is needed.||You have approved this already; {count} more approvals are needed.",
                count = missing
            ),
            Self::Unsure(reason) => {
                say!(language, "Whether you may decide could not be found out. {reason}", reason)
            }
        }
    }
}

/// The policy for a new proposal by somebody.
#[must_use]
pub fn of(deps: &Deps<'_>, settings: &Settings, kind: &str, proposer: &Proposer, operations: &[Operation]) -> Policy {
    let person = proposer.person().and_then(|user_id| deps.chat.person(user_id).ok());
    let is_agent = person.is_some_and(|person| settings.people.agents.has(&person));
    snapshot(settings, kind, proposer, is_agent, operations)
}

/// The policy for a new proposal of a kind; an undo has that of what it undoes. `is_agent` tells of the proposer.
#[must_use]
pub fn snapshot(
    settings: &Settings,
    kind: &str,
    proposer: &Proposer,
    is_agent: bool,
    operations: &[Operation],
) -> Policy {
    // The settings in force have been parsed; what cannot be read must not open anything.
    let document = ApprovalPolicy::parse(&settings.proposals.approval_policy).unwrap_or_default();
    let rule = document.rule(kind);
    let is_tool = proposer.person().is_none();
    let mut approve = rule.approve;
    // Only notes of agents run without anybody's word.
    if approve == Approve::Nobody && (kind != "note" || is_tool || !is_agent) {
        approve = Approve::Anybody;
    }
    if approve == Approve::Anybody && (is_tool || !settings.proposals.allow_self_confirm) {
        approve = Approve::Other;
    }
    let mut n = match approve {
        Approve::Nobody => 0,
        Approve::Anybody | Approve::Other => 1,
        Approve::Several => rule.n.max(1),
    };
    let tiers = rule.over.iter().filter(|tier| amount(&tier.field, operations) > tier.above);
    if let Some(people) = tiers.map(|tier| tier.n).max() {
        approve = Approve::Several;
        n = n.max(people);
    }
    Policy { approve, n, by: rule.by, remind_hours: rule.remind_hours, escalate_to: rule.escalate_to }
}

/// Whether somebody may decide on a proposal, whatever they decide.
///
/// # Errors
/// See [`Unfit`].
pub fn may_decide(person: &dyn Reviewer, proposal: &Proposal) -> Result<(), Unfit> {
    let policy = &proposal.policy;
    if !person.is_person() {
        return Err(Unfit::Machine);
    }
    if proposal.proposer.person() == Some(person.user_id()) && policy.approve != Approve::Anybody {
        return Err(Unfit::Own);
    }
    if !is_named(person, proposal)? {
        return Err(Unfit::Stranger(policy.clone()));
    }
    if has_approved(&proposal.decisions, person.user_id()) {
        return Err(Unfit::Again { missing: policy.missing(&proposal.decisions) });
    }
    Ok(())
}

/// Whether somebody may decide in the place of another person: where that person may, and both have said nothing yet. Of a
/// proposal of their own they approve where everybody may only.
///
/// # Errors
/// See [`Unfit`].
pub fn may_stand_in(deputy: &dyn Reviewer, principal: &dyn Reviewer, proposal: &Proposal) -> Result<(), Unfit> {
    if !deputy.is_person() {
        return Err(Unfit::Machine);
    }
    if proposal.proposer.person() == Some(deputy.user_id()) && proposal.policy.approve != Approve::Anybody {
        return Err(Unfit::Own);
    }
    if has_approved(&proposal.decisions, deputy.user_id()) {
        return Err(Unfit::Again { missing: proposal.policy.missing(&proposal.decisions) });
    }
    may_decide(principal, proposal)
}

impl Policy {
    /// Approvals that are still needed.
    #[must_use]
    pub fn missing(&self, decisions: &[Decision]) -> u32 {
        let mut people: Vec<_> = decisions.iter().filter(|decision| decision.verdict == Verdict::Approve).collect();
        order::sort_by(&mut people, |one, other| one.user_id.cmp(&other.user_id));
        people.dedup_by(|one, other| one.user_id == other.user_id);
        self.n.saturating_sub(u32::try_from(people.len()).unwrap_or(u32::MAX))
    }

    /// Those who may decide, in words.
    #[must_use]
    pub fn deciders(&self, language: Language) -> String {
        if self.by.is_empty() {
            return say!(language, "everybody who may propose");
        }
        self.by.iter().map(Who::to_string).collect::<Vec<_>>().join(", ")
    }

    /// What is needed still, in words: `1 approval by somebody else: @cara`.
    #[must_use]
    pub fn needs(&self, language: Language, decisions: &[Decision]) -> String {
        let missing = self.missing(decisions);
        let whose = match (self.approve, missing) {
            (_, 0) => return say!(language, "nobody's approval"),
            (Approve::Anybody, _) => say!(language, "1 approval, also by who proposed it"),
            (_, 1) => say!(language, "1 approval by somebody else"),
            (_, n) => say!(language, "{n} approvals by other people", n),
        };
        if self.by.is_empty() { whose } else { format!("{whose}: {}", self.deciders(language)) }
    }
}

/// The strictest that does not name anybody.
impl Default for Policy {
    fn default() -> Self {
        Self {
            approve: Approve::Other,
            n: 1,
            by: Vec::new(),
            remind_hours: document::REMIND_HOURS,
            escalate_to: Vec::new(),
        }
    }
}

impl Who {
    /// Reads `@user`, `role:…` or `odoo-group:…`.
    ///
    /// # Errors
    /// What would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if let Some(name) = text.strip_prefix('@').filter(|name| is_name(name)) {
            return Ok(Self::User(name.to_lowercase()));
        }
        if let Some(role) = text.strip_prefix("role:").filter(|role| ROLES.contains(role)) {
            return Ok(Self::Role(role.into()));
        }
        let is_xml_id = |name: &&str| name.split('.').count() == 2 && name.split('.').all(is_name);
        if let Some(group) = text.strip_prefix("odoo-group:").filter(is_xml_id) {
            return Ok(Self::OdooGroup(group.into()));
        }
        let roles = ROLES.map(|role| format!("`role:{role}`")).join(", ");
        Err(format!("`{text}` is nobody; right are `@ada`, {roles} or `odoo-group:sales_team.group_sale_manager`"))
    }
}

impl std::fmt::Display for Who {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User(name) => write!(formatter, "@{name}"),
            Self::Role(role) => write!(formatter, "role:{role}"),
            Self::OdooGroup(group) => write!(formatter, "odoo-group:{group}"),
        }
    }
}

impl TryFrom<String> for Who {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<Who> for String {
    fn from(who: Who) -> Self {
        who.to_string()
    }
}

fn is_named(person: &dyn Reviewer, proposal: &Proposal) -> Result<bool, Unfit> {
    let policy = &proposal.policy;
    let later = if proposal.escalated_at.is_some() { policy.escalate_to.as_slice() } else { &[] };
    if policy.by.is_empty() {
        return Ok(person.has_role("proposer") || any(person, later)?);
    }
    // Who may decide alone need not be named as well: the proposer where the policy is `self`.
    let is_own = policy.approve == Approve::Anybody && proposal.proposer.person() == Some(person.user_id());
    Ok(is_own || any(person, &policy.by)? || any(person, later)?)
}

fn any(person: &dyn Reviewer, people: &[Who]) -> Result<bool, Unfit> {
    let is_known = people.iter().any(|who| match who {
        Who::User(name) => person.is_named(name),
        Who::Role(role) => person.has_role(role),
        Who::OdooGroup(_) => false,
    });
    if is_known {
        return Ok(true);
    }
    for who in people {
        if let Who::OdooGroup(group) = who
            && person.is_in_odoo_group(group).map_err(Unfit::Unsure)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Their word counts once, whoever said it.
fn has_approved(decisions: &[Decision], user_id: &str) -> bool {
    let is_theirs =
        |decision: &Decision| decision.user_id == user_id || decision.principal_id.as_deref() == Some(user_id);
    decisions.iter().any(|decision| decision.verdict == Verdict::Approve && is_theirs(decision))
}

/// What the operations write into a field, added up.
fn amount(field: &str, operations: &[Operation]) -> f64 {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0.0);
    let of = |values: &serde_json::Map<String, Value>| values.get(field).map_or(0.0, number);
    operations
        .iter()
        .map(|operation| match &operation.effect {
            Effect::Create { values } => values.iter().map(of).sum(),
            Effect::Write { values, .. } => of(values),
            Effect::Note { .. } | Effect::File { .. } | Effect::Finish { .. } | Effect::Decide { .. } => 0.0,
        })
        .sum()
}

#[cfg(test)]
mod tests;

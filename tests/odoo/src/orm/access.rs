//! Who may do what: rights on whole models, on single fields, and rules on single records.

use super::model::Field;
use super::value::Value;
use super::view::View;
use crate::error::OdooError;

/// What a call wants to do with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Look.
    Read,
    /// Change.
    Write,
    /// Make.
    Create,
    /// Delete.
    Unlink,
}

impl Operation {
    /// The operation by the name that `check_access_rights` takes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Read, Self::Write, Self::Create, Self::Unlink].into_iter().find(|operation| operation.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Create => "create",
            Self::Unlink => "unlink",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Read => "access",
            Self::Write => "modify",
            Self::Create => "create",
            Self::Unlink => "delete",
        }
    }
}

/// Models that not every user may do everything with: the operations and the groups they take.
const RESTRICTED: &[(&str, &[Operation], &[&str])] = {
    use Operation::{Create, Read, Unlink, Write};
    const EVERYTHING: &[Operation] = &[Read, Write, Create, Unlink];
    const CHANGES: &[Operation] = &[Write, Create, Unlink];
    const RIGHTS: &[&str] = &["Administration/Access Rights"];
    const SETTINGS: &[&str] = &["Administration/Settings"];
    &[
        ("crm.lead", &[Unlink], &["Sales/Administrator"]),
        ("crm.stage", CHANGES, &["Sales/Administrator"]),
        ("ir.model", EVERYTHING, RIGHTS),
        ("ir.model.data", EVERYTHING, RIGHTS),
        ("mail.tracking.value", EVERYTHING, SETTINGS),
        ("project.project", CHANGES, &["Project/Administrator"]),
        ("res.partner", CHANGES, &["Extra Rights/Contact Creation"]),
        ("res.users", CHANGES, RIGHTS),
    ]
};

impl View<'_> {
    /// Refuses an operation that the caller's groups do not allow on this model.
    pub fn check_rights(&self, model: &str, operation: Operation) -> Result<(), OdooError> {
        let description = &self.table(model)?.model.description;
        let needed = RESTRICTED
            .iter()
            .find(|(name, operations, _)| *name == model && operations.contains(&operation))
            .map(|(_, _, groups)| *groups);
        let Some(groups) = needed else { return Ok(()) };
        if self.env.sudo || self.account().is_some_and(|account| groups.iter().any(|group| account.is_in(group))) {
            return Ok(());
        }
        Err(OdooError::access(format!(
            "You are not allowed to {} '{description}' ({model}) records.\n\nThis operation is allowed for the following groups:\n{}\n\nContact your administrator to request access if necessary.",
            operation.in_words(),
            groups.iter().map(|group| format!("\t- {group}")).collect::<Vec<_>>().join("\n"),
        )))
    }

    /// Whether the caller may see the field at all.
    pub fn in_group(&self, field: &Field) -> bool {
        match &field.group {
            None => true,
            Some(group) => self.env.sudo || self.account().is_some_and(|account| account.is_in(group)),
        }
    }

    /// Refuses a field that belongs to a group.
    pub fn check_group(&self, model: &str, name: &str, field: &Field) -> Result<(), OdooError> {
        match &field.group {
            Some(group) if !self.in_group(field) => Err(OdooError::access(format!(
                "The requested operation can not be completed due to security restrictions.\n\nDocument type: {} ({model})\nOperation: read\nUser: {}\nFields:\n- {name} (allowed for groups '{group}')",
                self.table(model)?.model.description,
                self.env.uid,
            ))),
            _ => Ok(()),
        }
    }

    /// Refuses records that the rules hide from the caller.
    pub fn check_rules(&self, model: &str, ids: &[i64], operation: Operation) -> Result<(), OdooError> {
        if ids.iter().all(|id| self.may_see(model, *id)) {
            return Ok(());
        }
        let uid = self.env.uid;
        let who = self.value("res.users", uid, "name");
        Err(OdooError::access(format!(
            "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, {} (id={uid}) doesn't have '{}' access to:\n- {} ({model})\n\nIf you really, really need access, perhaps you can win over your friendly administrator with a batch of freshly baked cookies.",
            who.text().unwrap_or_default(),
            operation.name(),
            self.table(model)?.model.description,
        )))
    }

    /// Whether the record rules show this record to the caller.
    pub fn may_see(&self, model: &str, id: i64) -> bool {
        let uid = self.env.uid;
        let holds_me = |field: &str| self.db.stored(model, id, field).ids().contains(&uid);
        let manages_projects = || self.account().is_some_and(|account| account.is_in("Project/Administrator"));
        match model {
            _ if self.env.sudo => true,
            "project.project" => {
                self.db.stored(model, id, "privacy_visibility").text() != Some("followers") || manages_projects()
            }
            "project.task" => match self.db.stored(model, id, "project_id").id() {
                Some(project) => self.may_see("project.project", project) || holds_me("user_ids"),
                None => holds_me("user_ids"),
            },
            "project.task.type" => matches!(self.db.stored(model, id, "user_id"), Value::Empty) || holds_me("user_id"),
            "res.users.apikeys" => holds_me("user_id"),
            _ => true,
        }
    }
}

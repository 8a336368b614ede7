//! Who may do what: rights on whole models, on single fields, and rules on single records.

use super::model::{Field, Model};
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

impl View<'_> {
    /// Refuses an operation that the caller's groups do not allow on this model.
    pub fn check_rights(&self, model: &str, operation: Operation) -> Result<(), OdooError> {
        let Model { description, access, .. } = &self.table(model)?.model;
        let Some(groups) = access.get(operation.name()) else { return Ok(()) };
        if self.env.sudo || self.account().is_some_and(|account| groups.iter().any(|group| account.is_in(group))) {
            return Ok(());
        }
        let allowed = if groups.is_empty() {
            "No group currently allows this operation.".to_owned()
        } else {
            let list: Vec<String> = groups.iter().map(|group| format!("\t- {group}")).collect();
            format!("This operation is allowed for the following groups:\n{}", list.join("\n"))
        };
        Err(OdooError::access(format!(
            "You are not allowed to {} '{description}' ({model}) records.\n\n{allowed}\n\nContact your administrator to request access if necessary.",
            operation.in_words(),
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

    /// Refuses a record that something hangs on, such as an activity, to somebody who may not read it.
    pub fn check_document(&self, model: &str, id: i64) -> Result<(), OdooError> {
        self.check_rights(model, Operation::Read)?;
        self.check_rules(model, &[id], Operation::Read)
    }

    /// Whether the record rules show this record to the caller.
    pub fn may_see(&self, model: &str, id: i64) -> bool {
        let uid = self.env.uid;
        let holds_me = |field: &str| self.db.stored(model, id, field).ids().contains(&uid);
        let is_in = |group: &str| self.account().is_some_and(|account| account.is_in(group));
        match model {
            _ if self.env.sudo => true,
            "project.project" => {
                self.db.stored(model, id, "privacy_visibility").text() != Some("followers")
                    || is_in("Project/Administrator")
            }
            "crm.lead" => {
                let is_mine_or_free = holds_me("user_id") || *self.db.stored(model, id, "user_id") == Value::Empty;
                is_mine_or_free || is_in("Sales/User: All Documents") || is_in("Sales/Administrator")
            }
            "project.task" => match self.db.stored(model, id, "project_id").id() {
                Some(project) => self.may_see("project.project", project) || holds_me("user_ids"),
                None => holds_me("user_ids"),
            },
            "project.task.type" => matches!(self.db.stored(model, id, "user_id"), Value::Empty) || holds_me("user_id"),
            "res.users.apikeys" => holds_me("user_id"),
            "mail.activity" | "mail.message" if holds_me("user_id") || holds_me("create_uid") => true,
            "mail.activity" => {
                let document = self.db.stored(model, id, "res_model_id").id();
                let document = document.and_then(|id| self.db.stored("ir.model", id, "model").text());
                self.may_see_document(document, self.db.stored(model, id, "res_id").id())
            }
            "ir.attachment" => {
                let document = self.db.stored(model, id, "res_model").text();
                self.may_see_document(document, self.db.stored(model, id, "res_id").id())
            }
            "mail.message" => {
                let document = self.db.stored(model, id, "model").text();
                self.may_see_document(document, self.db.stored(model, id, "res_id").id())
            }
            _ => true,
        }
    }

    /// Whether the caller may read what something hangs on; what is not here hides nothing.
    fn may_see_document(&self, model: Option<&str>, id: Option<i64>) -> bool {
        match (model, id) {
            (Some(model), Some(id)) if self.db.tables.contains_key(model) => self.check_document(model, id).is_ok(),
            _ => true,
        }
    }
}

//! A record as it was seen, and what is different since it was seen before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::Severity;
use crate::language::Language;
use crate::odoo::{Filter, document};
use crate::ports::Timestamp;
use crate::say;
use crate::text;

/// The field of what can be archived.
const ACTIVE: &str = "active";

/// A model that subscriptions can follow.
#[derive(Clone, Copy, Debug)]
pub struct Watched {
    /// Odoo's name of the model.
    pub model: &'static str,
    /// What people call one of its records.
    pub noun: &'static str,
    /// What is compared, and what filters look at; those that an Odoo does not have are left out.
    pub fields: &'static [&'static str],
    /// The field with whoever is responsible.
    pub assigned: &'static str,
    /// When the stage changed last; empty where the model does not say.
    pub staged_at: &'static str,
    /// What a record is worth; empty where the model does not say.
    pub amount: &'static str,
    /// The values of `state` of what waits for approval.
    pub waits: &'static [&'static str],
}

impl Watched {
    /// What people call its records, in their language.
    #[must_use]
    pub fn nouns(&self, language: Language) -> String {
        match self.noun {
            "lead" => say!(language, "leads"),
            "task" => say!(language, "tasks"),
            "project" => say!(language, "projects"),
            "order" => say!(language, "purchase orders"),
            _ => say!(language, "partners"),
        }
    }
}

/// The models that subscriptions can follow.
pub static WATCHED: [Watched; 5] = [
    Watched {
        model: "crm.lead",
        noun: "lead",
        fields: &[
            "name",
            "stage_id",
            "user_id",
            "team_id",
            "partner_id",
            "priority",
            "expected_revenue",
            "tag_ids",
            "company_id",
            "active",
        ],
        assigned: "user_id",
        staged_at: "date_last_stage_update",
        amount: "expected_revenue",
        waits: &[],
    },
    Watched {
        model: "project.task",
        noun: "task",
        fields: &[
            "name",
            "stage_id",
            "state",
            "user_ids",
            "project_id",
            "partner_id",
            "priority",
            "date_deadline",
            "tag_ids",
            "company_id",
            "active",
        ],
        assigned: "user_ids",
        staged_at: "date_last_stage_update",
        amount: "",
        waits: &[],
    },
    Watched {
        model: "project.project",
        noun: "project",
        fields: &["name", "user_id", "partner_id", "stage_id", "tag_ids", "company_id", "active"],
        assigned: "user_id",
        staged_at: "",
        amount: "",
        waits: &[],
    },
    Watched {
        model: "res.partner",
        noun: "partner",
        fields: &["name", "email", "phone", "user_id", "category_id", "company_id", "active"],
        assigned: "user_id",
        staged_at: "",
        amount: "",
        waits: &[],
    },
    // Expenses and time off are not among them: Odoo shows people their own, and a channel would be told everybody's.
    Watched {
        model: document::PURCHASE,
        noun: text!("order"),
        fields: &[
            "name",
            "state",
            "partner_id",
            "user_id",
            "amount_total",
            "currency_id",
            "date_planned",
            "company_id",
        ],
        assigned: "user_id",
        staged_at: "",
        amount: "amount_total",
        waits: &["to approve"],
    },
];

/// A record at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The values of [`Watched::fields`] as Odoo writes them: `false` for nothing, `[id, "label"]`, `[id, …]`.
    pub values: BTreeMap<String, Value>,
    /// When it was written last, by Odoo's clock.
    pub written_at: Timestamp,
    /// The name of whoever wrote it last; empty if unknown.
    pub written_by: String,
    /// Their id among Odoo's users; names are not unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_by_id: Option<i64>,
}

/// A record that is different from before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// Odoo's name of the model.
    pub model: String,
    /// In Odoo.
    pub id: i64,
    /// What happened to it, at least one thing.
    pub kinds: Vec<Kind>,
    /// As it was seen before; none for one that was not seen before.
    pub before: Option<Seen>,
    /// As it is.
    pub now: Seen,
    /// What was said about it, if that is what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Remark>,
    /// What Odoo wrote down of it, if that tells it: the id of the last value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<i64>,
    /// Odoo does not show it any more; `now` is how it was seen last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_gone: bool,
}

/// A message that people wrote on a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Among Odoo's messages.
    pub id: i64,
    /// HTML as Odoo keeps it.
    pub body: String,
    /// Ids of files that came along.
    #[serde(default)]
    pub files: Vec<i64>,
    /// Whether customers do not get it.
    pub is_internal: bool,
    /// Whoever it is from.
    pub by: String,
    /// The user of Odoo who wrote it; none for mail from outside.
    pub by_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

/// What can happen to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is new.
    Create,
    /// Any of its values is different.
    Change,
    /// It stands in another stage.
    Stage,
    /// Somebody else is responsible.
    Assign,
    /// It was archived, or came back.
    Archive,
    /// Somebody wrote a comment or an internal note on it.
    Comment,
    /// It came to wait for approval, or waits no longer.
    Approval,
}

impl Watched {
    /// The model of that name, if it is watched.
    #[must_use]
    pub fn of(model: &str) -> Option<&'static Self> {
        WATCHED.iter().find(|watched| watched.model == model || watched.noun == model)
    }

    /// Whether that can happen to its records.
    #[must_use]
    pub fn knows(&self, kind: Kind) -> bool {
        match kind {
            Kind::Stage => self.fields.contains(&"stage_id"),
            Kind::Archive => self.fields.contains(&ACTIVE),
            Kind::Approval => !self.waits.is_empty(),
            Kind::Create | Kind::Change | Kind::Assign | Kind::Comment => true,
        }
    }

    /// Whether a record waits for approval.
    #[must_use]
    pub fn is_waiting(&self, seen: &Seen) -> bool {
        self.waits.contains(&seen.label(document::STATE))
    }

    /// All of its records, archived ones too.
    #[must_use]
    pub(super) fn everything(&self) -> Filter {
        if self.knows(Kind::Archive) { Filter::archived_too() } else { Filter::All(Vec::new()) }
    }
}

impl Sighting {
    /// How urgent the record is: its stars, up to three.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.now.label("priority") {
            "1" => Severity::Warning,
            "2" => Severity::Error,
            "3" => Severity::Critical,
            _ => Severity::Info,
        }
    }

    /// The record as people call it; foreign text.
    #[must_use]
    pub fn title(&self, language: Language) -> String {
        let noun = Watched::of(&self.model).map_or(text!("record"), |watched| watched.noun);
        let noun = language.tell(noun);
        format!("{noun} #{}: {}", self.id, self.now.label("name"))
    }

    /// The user of Odoo who did it.
    #[must_use]
    pub fn by_id(&self) -> Option<i64> {
        self.remark.as_ref().map_or(self.now.written_by_id, |remark| remark.by_id)
    }
}

impl Seen {
    /// The id behind a field of the kind `[id, "label"]`.
    #[must_use]
    pub fn reference(&self, field: &str) -> Option<i64> {
        self.values.get(field)?.get(0)?.as_i64()
    }

    /// The ids behind a field of either kind.
    #[must_use]
    pub fn ids(&self, field: &str) -> Vec<i64> {
        match self.values.get(field) {
            Some(Value::Array(items)) if items.get(1).is_some_and(Value::is_string) => {
                items.first().and_then(Value::as_i64).into_iter().collect()
            }
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_i64).collect(),
            _ => Vec::new(),
        }
    }

    /// The label behind a field, or its text; empty for nothing.
    #[must_use]
    pub fn label(&self, field: &str) -> &str {
        match self.values.get(field) {
            Some(Value::String(text)) => text,
            Some(Value::Array(items)) => items.get(1).and_then(Value::as_str).unwrap_or_default(),
            _ => "",
        }
    }
}

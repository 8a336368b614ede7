use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::odoo::OwnModel;
use crate::odoo::attachment::ATTACHMENT;
use crate::odoo::document::{self, Act};
use crate::text;
use crate::text::hexadecimal;

/// One typed write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// What is done, in the words of requirement 5.1: `upsert_partner`, `create_lead`, …
    pub op: String,
    /// Where.
    pub model: Model,
    /// How.
    pub effect: Effect,
    /// Added to the call's context, such as `default_res_model`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub context: Map<String, Value>,
    /// What has to be so still when it runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preconditions: Vec<Precondition>,
}

/// What an operation does, in Odoo's values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Effect {
    /// Makes records: one call, all or nothing.
    Create {
        /// One map a record.
        values: Vec<Map<String, Value>>,
    },
    /// Changes one record.
    Write {
        /// Which.
        id: i64,
        /// The fields that change.
        values: Map<String, Value>,
    },
    /// Adds an internal note to a record.
    Note {
        /// Which.
        id: i64,
        /// Plain text; escaped when it is sent.
        text: String,
        /// Whether the files come along that the proposal has put on the record.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        with_files: bool,
    },
    /// Puts a file of a message on a record.
    File {
        /// Which record.
        id: i64,
        /// The file in Mattermost, whose content never changes.
        file_id: String,
        /// What it is called in Odoo.
        name: String,
        /// Bytes.
        size: u64,
    },
    /// Marks an activity as done. Its feedback is told on the record that it was for, which outlives it.
    Finish {
        /// Which.
        id: i64,
        /// The model of the record that it is for, in Odoo's words.
        res_model: String,
        /// That record.
        res_id: i64,
        /// Plain text; may be empty.
        feedback: String,
    },
    /// Decides on a document, as whoever approves the proposal.
    Decide {
        /// Which.
        id: i64,
        /// The button that is pressed.
        act: Act,
        /// The states that it leads to; the one before is among the preconditions.
        after: Vec<String>,
    },
}

/// A record as it was when the proposal was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precondition {
    /// The record's model.
    pub model: Model,
    /// Its id.
    pub id: i64,
    /// Its `write_date` then, as Odoo gives it.
    pub write_date: String,
    /// The fields that the operation changes, and others that matter, as they were.
    #[serde(default)]
    pub old: Map<String, Value>,
}

/// The models that proposals may write to; there is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Model {
    /// Companies and people.
    #[serde(rename = "res.partner")]
    Partner,
    /// Leads and opportunities.
    #[serde(rename = "crm.lead")]
    Lead,
    /// Projects.
    #[serde(rename = "project.project")]
    Project,
    /// Tasks.
    #[serde(rename = "project.task")]
    Task,
    /// Activities.
    #[serde(rename = "mail.activity")]
    Activity,
    /// Meetings.
    #[serde(rename = "calendar.event")]
    Event,
    /// Purchase orders: decided on only, as the three below.
    #[serde(rename = "purchase.order")]
    Purchase,
    /// Reports of expenses.
    #[serde(rename = "hr.expense.sheet")]
    ExpenseReport,
    /// Expenses.
    #[serde(rename = "hr.expense")]
    Expense,
    /// Requests for time off.
    #[serde(rename = "hr.leave")]
    Leave,
    /// Documents on the administrator's own list: decided on only.
    #[serde(untagged)]
    Own(OwnModel),
}

/// What people call them.
const WORDS: [(&str, Model); 12] = [
    ("partner", Model::Partner),
    ("contact", Model::Partner),
    ("lead", Model::Lead),
    ("opportunity", Model::Lead),
    ("project", Model::Project),
    ("task", Model::Task),
    ("activity", Model::Activity),
    ("event", Model::Event),
    ("purchase", Model::Purchase),
    ("expense", Model::ExpenseReport),
    ("leave", Model::Leave),
    ("timeoff", Model::Leave),
];

impl Model {
    /// All that have a name in this program.
    pub const ALL: [Self; 10] = [
        Self::Partner,
        Self::Lead,
        Self::Project,
        Self::Task,
        Self::Activity,
        Self::Event,
        Self::Purchase,
        Self::ExpenseReport,
        Self::Expense,
        Self::Leave,
    ];

    /// Odoo's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Partner => "res.partner",
            Self::Lead => "crm.lead",
            Self::Project => "project.project",
            Self::Task => "project.task",
            Self::Activity => "mail.activity",
            Self::Event => "calendar.event",
            Self::Purchase => document::PURCHASE,
            Self::ExpenseReport => document::EXPENSE_REPORT,
            Self::Expense => document::EXPENSE,
            Self::Leave => document::LEAVE,
            Self::Own(model) => model.name(),
        }
    }

    /// A word for one of its records.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Partner => text!("partner"),
            Self::Lead => text!("lead"),
            Self::Project => text!("project"),
            Self::Task => text!("task"),
            Self::Activity => text!("activity"),
            Self::Event => text!("event"),
            Self::Purchase => text!("purchase order"),
            Self::ExpenseReport => text!("expense report"),
            Self::Expense => text!("expense"),
            Self::Leave => text!("time off request"),
            Self::Own(_) => text!("document"),
        }
    }

    /// By what people call it, in whatever case.
    #[must_use]
    pub fn of_word(text: &str) -> Option<Self> {
        WORDS.into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, model)| model)
    }

    /// By Odoo's name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }
}

impl Operation {
    /// Odoo's name of the model whose records it makes or changes: a file is a record of its own.
    #[must_use]
    pub fn written_model(&self) -> &'static str {
        match self.effect {
            Effect::File { .. } => ATTACHMENT,
            _ => self.model.name(),
        }
    }

    /// Whether it is done as whoever approves it, and not as its proposer.
    #[must_use]
    pub fn is_of_approver(&self) -> bool {
        matches!(self.effect, Effect::Decide { .. })
    }
}

/// SHA-256 over the operations, in hexadecimal digits: what was reviewed is what runs. Maps are sorted by key, so it does
/// not depend on who wrote them down.
#[must_use]
pub fn digest(operations: &[Operation]) -> String {
    // serde_json's maps are sorted, and structs keep the order of their fields.
    let canonical = serde_json::to_value(operations).unwrap_or_default().to_string();
    hexadecimal(&Sha256::digest(canonical))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Effect, Model, Operation, digest};

    fn write(values: Value) -> Operation {
        Operation {
            op: "upsert_partner".into(),
            model: Model::Partner,
            effect: Effect::Write { id: 14, values: values.as_object().cloned().unwrap_or_default() },
            context: serde_json::Map::new(),
            preconditions: Vec::new(),
        }
    }

    #[test]
    fn the_digest_is_of_what_is_written_and_not_of_how_it_was_put() {
        let one = digest(&[write(json!({"phone": "1", "email": "a"}))]);
        let reordered: Value = serde_json::from_str(r#"{"email": "a", "phone": "1"}"#).unwrap_or_default();
        assert_eq!(one, digest(&[write(reordered)]));
        assert_eq!(one.len(), 64);
        for other in [json!({"phone": "1"}), json!({"phone": 1, "email": "a"}), json!({"phone": "1", "email": "b"})] {
            assert_ne!(one, digest(&[write(other)]));
        }
    }

    #[test]
    fn an_operation_is_stored_in_odoos_words() {
        assert_eq!(
            json!(write(json!({"phone": "1"}))),
            json!({
                "op": "upsert_partner", "model": "res.partner",
                "effect": {"method": "write", "id": 14, "values": {"phone": "1"}},
            })
        );
    }

    #[test]
    fn names_of_models_are_the_stored_ones() {
        for model in Model::ALL {
            assert_eq!(json!(model), json!(model.name()));
            assert_eq!(Model::of_name(model.name()), Some(model));
        }
        assert_eq!(Model::of_name("res.users"), None);
    }
}

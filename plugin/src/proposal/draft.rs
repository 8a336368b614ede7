//! What somebody asks for, in the words of requirement 5.1: commands, forms and programs all fill in the same drafts.

mod loose;
mod reference;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ProposeError;
pub use reference::Reference;

/// What is to be written, before anybody has looked in Odoo.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// A company or a person, new or changed.
    Partner(PartnerDraft),
    /// A new lead.
    Lead(LeadDraft),
    /// A new project.
    Project(ProjectDraft),
    /// New tasks of one project.
    Tasks(TasksDraft),
    /// A new activity.
    Activity(ActivityDraft),
    /// A new meeting.
    Event(EventDraft),
    /// An internal note.
    Note(NoteDraft),
    /// An activity that is done.
    Finish(FinishDraft),
    /// Another day for an activity.
    Reschedule(RescheduleDraft),
    /// A yes or no to a document.
    Document(DocumentDraft),
    /// Files of messages for a record.
    Files(FilesDraft),
}

/// A company or a person (`res.partner`). One that is known already changes, see `make/partner.rs`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PartnerDraft {
    /// Required.
    pub name: String,
    /// One address.
    pub email: Option<String>,
    /// As it is dialled or written.
    pub phone: Option<String>,
    /// With or without `https://`.
    pub website: Option<String>,
    /// A new partner is a company unless this says no.
    #[serde(deserialize_with = "loose::flag")]
    pub is_company: Option<bool>,
    /// Street and number.
    pub street: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Two letters, such as `ES`.
    pub country_code: Option<String>,
    /// The tax number.
    pub vat: Option<String>,
    /// Several lines.
    pub comment: Option<String>,
    /// The partner to change; `new` makes a new one whoever looks alike.
    pub partner_id: Option<Reference>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// A new opportunity (`crm.lead`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeadDraft {
    /// Required.
    pub name: String,
    /// The customer.
    pub partner_id: Option<Reference>,
    /// Of who asked.
    pub email_from: Option<String>,
    /// Of who asked.
    pub phone: Option<String>,
    /// Several lines.
    pub description: Option<String>,
    /// In the company's currency; zero is a value.
    #[serde(deserialize_with = "loose::number")]
    pub expected_revenue: Option<f64>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// A new project (`project.project`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProjectDraft {
    /// Required.
    pub name: String,
    /// The customer.
    pub partner_id: Option<Reference>,
    /// The project manager.
    pub user_id: Option<Reference>,
    /// A day.
    pub date_start: Option<String>,
    /// The project whose stages the new one gets; without it there are none.
    pub stages_from: Option<Reference>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// New tasks of one project (`project.task`): all of them or none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TasksDraft {
    /// Required.
    pub project_id: Option<Reference>,
    /// At least one.
    pub tasks: Vec<TaskDraft>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TaskDraft {
    /// Required.
    pub name: String,
    /// Several lines.
    pub description: Option<String>,
    /// Who does it; empty means nobody, absent leaves it to Odoo.
    pub user_ids: Option<Vec<Reference>>,
    /// A day or a moment.
    pub date_deadline: Option<String>,
    /// `0` to `3`; Odoo 18 and earlier know `0` and `1`.
    #[serde(deserialize_with = "loose::text")]
    pub priority: Option<String>,
    /// One of the project's.
    pub stage: Option<Reference>,
}

/// A new activity (`mail.activity`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ActivityDraft {
    /// Required: the model of the record it is about.
    pub res_model: String,
    /// Required: the record it is about.
    pub res_id: Option<Reference>,
    /// `To Do` if absent.
    pub activity_type: Option<String>,
    /// Required.
    pub summary: String,
    /// Required: a day.
    pub date_deadline: Option<String>,
    /// Who does it; absent leaves it to Odoo.
    pub user_id: Option<Reference>,
    /// Several lines.
    pub note: Option<String>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// A new meeting (`calendar.event`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventDraft {
    /// Required.
    pub name: String,
    /// Required: a moment, or a day for a meeting of whole days.
    pub start: Option<String>,
    /// As `start`; a day is included.
    pub stop: Option<String>,
    /// Hours, in place of `stop`.
    #[serde(deserialize_with = "loose::hours")]
    pub duration: Option<f64>,
    /// Who is invited.
    pub partner_ids: Option<Vec<Reference>>,
    /// Where.
    pub location: Option<String>,
    /// Several lines.
    pub description: Option<String>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// An internal note on a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoteDraft {
    /// Required: the record, as `model,id` or as its address in Odoo.
    pub record: String,
    /// Required: several lines.
    pub text: String,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// An activity that is done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FinishDraft {
    /// Required: the activity, by its number.
    pub activity_id: Option<Reference>,
    /// What came of it; several lines.
    pub feedback: Option<String>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// Another day for an activity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RescheduleDraft {
    /// Required: the activity, by its number.
    pub activity_id: Option<Reference>,
    /// Required: a day.
    pub date_deadline: Option<String>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// A yes or no to a document that waits for one in Odoo.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentDraft {
    /// Required: the document, as `purchase 7`, `model,id` or as its address in Odoo.
    pub record: String,
    /// Required: `approve` or `refuse`.
    pub decision: String,
    /// Required to refuse; several lines.
    pub reason: Option<String>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

/// Files of messages that go to a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesDraft {
    /// Required: the record, as `model,id` or as its address in Odoo.
    pub record: String,
    /// Required: ids of files in Mattermost, of messages in the channel of the card.
    pub file_ids: Vec<String>,
    /// What the note says that comes with them; several lines.
    pub text: Option<String>,
    /// The proposer's own reference.
    pub case_id: Option<String>,
}

impl Draft {
    /// The kinds, by the names of [`Draft::kind`].
    pub const KINDS: [&'static str; 11] = [
        "partner",
        "lead",
        "project",
        "tasks",
        "activity",
        "event",
        "note",
        "finish",
        "reschedule",
        "document",
        "files",
    ];

    /// Reads the draft of a kind.
    ///
    /// # Errors
    /// [`ProposeError::Invalid`] that names the field.
    pub fn parse(kind: &str, document: Value) -> Result<Self, ProposeError> {
        if !document.is_object() {
            // serde would take a list for the fields in their order.
            return Err(ProposeError::malformed("", ""));
        }
        match kind {
            "partner" => read(document).map(Self::Partner),
            "lead" => read(document).map(Self::Lead),
            "project" => read(document).map(Self::Project),
            "tasks" => read(document).map(Self::Tasks),
            "activity" => read(document).map(Self::Activity),
            "event" => read(document).map(Self::Event),
            "note" => read(document).map(Self::Note),
            "finish" => read(document).map(Self::Finish),
            "reschedule" => read(document).map(Self::Reschedule),
            "document" => read(document).map(Self::Document),
            "files" => read(document).map(Self::Files),
            _ => Err(ProposeError::invalid("kind", "unknown", "There is no such kind of proposal.")),
        }
    }

    /// Its kind, as [`super::Proposal`] keeps it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Partner(_) => "partner",
            Self::Lead(_) => "lead",
            Self::Project(_) => "project",
            Self::Tasks(_) => "tasks",
            Self::Activity(_) => "activity",
            Self::Event(_) => "event",
            Self::Note(_) => "note",
            Self::Finish(_) => "finish",
            Self::Reschedule(_) => "reschedule",
            Self::Document(_) => "document",
            Self::Files(_) => "files",
        }
    }

    /// What [`Draft::parse`] reads.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let value = match self {
            Self::Partner(draft) => serde_json::to_value(draft),
            Self::Lead(draft) => serde_json::to_value(draft),
            Self::Project(draft) => serde_json::to_value(draft),
            Self::Tasks(draft) => serde_json::to_value(draft),
            Self::Activity(draft) => serde_json::to_value(draft),
            Self::Event(draft) => serde_json::to_value(draft),
            Self::Note(draft) => serde_json::to_value(draft),
            Self::Finish(draft) => serde_json::to_value(draft),
            Self::Reschedule(draft) => serde_json::to_value(draft),
            Self::Document(draft) => serde_json::to_value(draft),
            Self::Files(draft) => serde_json::to_value(draft),
        };
        value.unwrap_or_default()
    }

    /// The proposer's own reference.
    #[must_use]
    pub fn case_id(&self) -> Option<&str> {
        match self {
            Self::Partner(draft) => draft.case_id.as_deref(),
            Self::Lead(draft) => draft.case_id.as_deref(),
            Self::Project(draft) => draft.case_id.as_deref(),
            Self::Tasks(draft) => draft.case_id.as_deref(),
            Self::Activity(draft) => draft.case_id.as_deref(),
            Self::Event(draft) => draft.case_id.as_deref(),
            Self::Note(draft) => draft.case_id.as_deref(),
            Self::Finish(draft) => draft.case_id.as_deref(),
            Self::Reschedule(draft) => draft.case_id.as_deref(),
            Self::Document(draft) => draft.case_id.as_deref(),
            Self::Files(draft) => draft.case_id.as_deref(),
        }
    }
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T, ProposeError> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let field = error.path().to_string();
        let field = if field == "." { String::new() } else { field };
        ProposeError::malformed(&field, &error.into_inner().to_string())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::Draft;
    use crate::proposal::ProposeError;

    fn refusal(kind: &str, document: Value) -> (Option<String>, &'static str, String) {
        match Draft::parse(kind, document).unwrap_err() {
            ProposeError::Invalid { field, code, text } => (field, code, text),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_draft_is_read_as_it_was_written() {
        let documents = [
            ("partner", json!({"name": "Azure", "is_company": false, "partner_id": 14})),
            ("lead", json!({"name": "Desks", "expected_revenue": 0.0, "partner_id": "azure"})),
            ("project", json!({"name": "Fit-out", "stages_from": 1})),
            ("tasks", json!({"project_id": 9, "tasks": [{"name": "Order", "user_ids": [], "priority": "1"}]})),
            ("activity", json!({"res_model": "crm.lead", "res_id": 63, "summary": "Call", "date_deadline": "+2d"})),
            ("event", json!({"name": "Visit", "start": "tomorrow 10:00", "duration": 1.5, "partner_ids": [72]})),
            ("note", json!({"record": "crm.lead,63", "text": "Called"})),
            ("finish", json!({"activity_id": 46, "feedback": "Spoke with Ana"})),
            ("reschedule", json!({"activity_id": 46, "date_deadline": "+2d"})),
            ("document", json!({"record": "purchase 7", "decision": "refuse", "reason": "Too dear"})),
            ("files", json!({"record": "lead 63", "file_ids": ["f1", "f2"], "text": "As agreed"})),
        ];
        for (kind, document) in documents {
            let draft = Draft::parse(kind, document).unwrap();
            assert_eq!(draft.kind(), kind);
            assert_eq!(Draft::parse(kind, draft.to_value()).unwrap(), draft);
        }
    }

    #[test]
    fn values_may_come_as_text_as_forms_send_them() {
        let typed = |kind, document| Draft::parse(kind, document).unwrap();
        assert_eq!(
            typed("lead", json!({"name": "Desks", "expected_revenue": "5400.50", "partner_id": "71"})),
            typed("lead", json!({"name": "Desks", "expected_revenue": 5400.5, "partner_id": 71}))
        );
        assert_eq!(
            typed("partner", json!({"name": "Ada", "is_company": "no"})),
            typed("partner", json!({"name": "Ada", "is_company": false}))
        );
        assert_eq!(
            typed("event", json!({"name": "Visit", "duration": "1h30m"})),
            typed("event", json!({"name": "Visit", "duration": 1.5}))
        );
        assert_eq!(
            typed("tasks", json!({"tasks": [{"name": "Order", "priority": 1}]})),
            typed("tasks", json!({"tasks": [{"name": "Order", "priority": "1"}]}))
        );
    }

    #[test]
    fn a_mistake_names_its_field() {
        assert_eq!(
            refusal("partner", json!({"name": "Azure", "password": "x"})),
            (Some("password".into()), "unknown_field", "There is no field “password” here.".into())
        );
        assert_eq!(
            refusal("tasks", json!({"project_id": 9, "tasks": [{"name": "a"}, {"name": 7}]})),
            (Some("tasks[1].name".into()), "malformed", "`tasks[1].name` is not of the right type.".into())
        );
        assert_eq!(
            refusal("lead", json!({"name": "Desks", "expected_revenue": "much"})),
            (Some("expected_revenue".into()), "malformed", "`expected_revenue` is not of the right type.".into())
        );
        assert_eq!(refusal("lead", json!([])), (None, "malformed", "The proposal is not of the right type.".into()));
        assert_eq!(
            refusal("password", json!({})),
            (Some("kind".into()), "unknown", "There is no such kind of proposal.".into())
        );
    }
}

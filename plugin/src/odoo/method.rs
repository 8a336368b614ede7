use serde_json::Value;

use super::{OwnButton, document};

/// What the plugin can ask of a model. There is no `unlink` and no method by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Which fields there are and the account may see.
    FieldsGet,
    /// Rows by a domain.
    SearchRead,
    /// Rows by their ids.
    Read,
    /// How many records a domain has.
    SearchCount,
    /// Ids and labels by a part of the label.
    NameSearch,
    /// The values that a new record would have.
    DefaultGet,
    /// The record behind an external id.
    CheckObjectReference,
    /// Whether the account may do something with a model, until 17.
    CheckAccessRights,
    /// The same, from 18.
    HasAccess,
    /// Who the account is.
    ContextGet,
    /// Makes records.
    Create,
    /// Changes records.
    Write,
    /// Makes or changes records by external ids, all or none.
    Load,
    /// Writes into a record's chatter.
    MessagePost,
    /// Marks an activity as done.
    ActionFeedback,
    /// A button of a document, see [`super::document`].
    ButtonConfirm,
    /// The same.
    ButtonApprove,
    /// The same.
    ButtonCancel,
    /// The same.
    ActionApproveExpenseSheets,
    /// The same.
    ActionApprove,
    /// The same.
    ActionValidate,
    /// The same.
    ActionRefuse,
    /// A button of a document on the administrator's own list.
    Own(OwnButton),
}

/// Whether a method changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// May be repeated at will.
    Read,
    /// Is sent once: nobody knows what became of it when no answer came.
    Write,
}

/// What an answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Names with values.
    Object,
    /// Rows, ids or pairs.
    List,
    /// A count.
    Number,
    /// Yes or no.
    Flag,
    /// The id of one record; the newer dialect gives a list of it.
    Record,
    /// What a button of Odoo's own screens gets, often nothing: what came of it is read from the record.
    Any,
}

/// How a method is called.
struct Shape {
    name: &'static str,
    class: Class,
    kind: Kind,
    /// Whether it is a method of records and not of their model.
    is_of_records: bool,
    /// Arguments that go by position where a dialect knows positions: their names differ between versions.
    positions: &'static [&'static str],
}

impl Method {
    /// Odoo's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.shape().name
    }

    /// What it does.
    #[must_use]
    pub fn class(self) -> Class {
        self.shape().class
    }

    /// What it answers.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.shape().kind
    }

    /// Whether it may be called on a model. Buttons belong to theirs.
    pub(super) fn is_of_model(self, model: &str) -> bool {
        match self {
            Self::ActionFeedback => model == "mail.activity",
            Self::Own(button) => button.model().name() == model,
            button if button.kind() == Kind::Any => document::has(model, button),
            _ => true,
        }
    }

    pub(super) fn is_of_records(self) -> bool {
        self.shape().is_of_records
    }

    pub(super) fn positions(self) -> &'static [&'static str] {
        self.shape().positions
    }

    fn shape(self) -> Shape {
        use Kind::{Any, Flag, List, Number, Object, Record};

        let read = |name, kind, positions| Shape { name, class: Class::Read, kind, is_of_records: false, positions };
        let write = |name, kind, positions| Shape { name, class: Class::Write, kind, is_of_records: false, positions };
        let of_records = |shape| Shape { is_of_records: true, ..shape };
        let button = |name| of_records(write(name, Any, &[]));
        match self {
            Self::FieldsGet => read("fields_get", Object, &["allfields"]),
            Self::SearchRead => read("search_read", List, &["domain"]),
            Self::Read => of_records(read("read", List, &["fields"])),
            Self::SearchCount => read("search_count", Number, &["domain"]),
            Self::NameSearch => read("name_search", List, &["name", "domain"]),
            Self::DefaultGet => read("default_get", Object, &["fields"]),
            Self::CheckObjectReference => read("check_object_reference", List, &["module", "xml_id"]),
            Self::CheckAccessRights => read("check_access_rights", Flag, &["operation"]),
            Self::HasAccess => of_records(read("has_access", Flag, &["operation"])),
            Self::ContextGet => read("context_get", Object, &[]),
            Self::Create => write("create", List, &["vals_list"]),
            Self::Write => of_records(write("write", Flag, &["vals"])),
            Self::Load => write("load", Object, &["fields", "data"]),
            Self::MessagePost => of_records(write("message_post", Record, &[])),
            Self::ActionFeedback => button("action_feedback"),
            Self::ButtonConfirm => button("button_confirm"),
            Self::ButtonApprove => button("button_approve"),
            Self::ButtonCancel => button("button_cancel"),
            Self::ActionApproveExpenseSheets => button("action_approve_expense_sheets"),
            Self::ActionApprove => button("action_approve"),
            Self::ActionValidate => button("action_validate"),
            Self::ActionRefuse => button("action_refuse"),
            Self::Own(own) => button(own.name()),
        }
    }
}

impl Kind {
    /// Whether an answer is of this kind.
    #[must_use]
    pub fn fits(self, answer: &Value) -> bool {
        match self {
            Self::Object => answer.is_object(),
            Self::List => answer.is_array(),
            Self::Number => answer.is_u64(),
            Self::Flag => answer.is_boolean(),
            Self::Any => true,
            Self::Record => answer.is_i64() || answer.as_array().is_some_and(|ids| ids.len() == 1 && ids[0].is_i64()),
        }
    }
}

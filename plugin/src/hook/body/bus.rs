//! `{event_type, aggregate_type, aggregate_id, payload}`: the fourteen events of the event bus, each as a card with names and not
//! numbers.

use super::common::Common;
use super::fields::Fields;
use super::{Invalid, Said};
use crate::event::Severity;
use crate::settings::OdooAddress;

/// A kind of thing that events are about.
struct Thing {
    /// In titles.
    word: &'static str,
    /// Of the record, if the event says which one.
    model: &'static str,
    /// The field with the record's id.
    id: &'static str,
    /// Whether the id of the aggregate is that of the record, too.
    is_aggregate: bool,
    /// The field with its name.
    name: &'static str,
    shown: &'static [Shown],
}

/// A field of a card: what it is called, and where its value is, the first one that is there.
struct Shown {
    title: &'static str,
    kind: Kind,
    names: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A text or a number.
    Value,
    /// A text: a number would be an id, which says nothing to anybody.
    Name,
    /// Texts.
    Names,
    /// A number, with the currency of the event.
    Amount,
    /// A whole number.
    Days,
}

const fn value(title: &'static str, names: &'static [&'static str]) -> Shown {
    Shown { title, kind: Kind::Value, names }
}

const fn name(title: &'static str, names: &'static [&'static str]) -> Shown {
    Shown { title, kind: Kind::Name, names }
}

const OVERDUE: Shown = Shown { title: "Days overdue", kind: Kind::Days, names: &["overdue_days", "days_overdue"] };

static EXPENSE: Thing = Thing {
    word: "Expense",
    model: "hr.expense",
    id: "expense_id",
    is_aggregate: true,
    name: "description",
    shown: &[
        name("Employee", &["employee_name"]),
        Shown { title: "Amount", kind: Kind::Amount, names: &["amount"] },
        value("Category", &["category"]),
        value("Date", &["date"]),
        name("Approved by", &["approved_by_name", "approved_by"]),
        name("Rejected by", &["rejected_by_name", "rejected_by"]),
        value("Reason", &["rejection_reason"]),
        value("Paid on", &["paid_at", "payment_date"]),
        value("Payment", &["payment_method"]),
        value("Payment reference", &["payment_reference"]),
    ],
};

static ASSET: Thing = Thing {
    word: "Asset",
    model: "maintenance.equipment",
    id: "asset_id",
    is_aggregate: false,
    name: "asset_name",
    shown: &[
        value("Category", &["asset_category"]),
        name("Reserved by", &["reserved_by_name", "reserved_by"]),
        value("From", &["reserved_from"]),
        value("To", &["reserved_to"]),
        value("Purpose", &["purpose"]),
        name("Handed over by", &["checked_out_by_name", "checked_out_by"]),
        value("Handed over", &["checked_out_at"]),
        value("Returned", &["checked_in_at"]),
        value("Condition", &["condition"]),
        value("Notes", &["condition_notes"]),
        OVERDUE,
    ],
};

static FINANCE_TASK: Thing = Thing {
    word: "Finance task",
    model: "project.task",
    id: "task_id",
    is_aggregate: true,
    name: "task_name",
    shown: &[
        value("Code", &["task_code"]),
        value("Form", &["bir_form"]),
        value("Period", &["period_covered"]),
        name("Responsible", &["responsible_user_name", "assigned_to"]),
        value("Prepare by", &["prep_deadline"]),
        value("Review by", &["review_deadline"]),
        value("Approve by", &["approval_deadline"]),
        value("File by", &["filing_deadline"]),
        name("Approved by", &["approved_by_name", "approved_by"]),
        value("Filing reference", &["filing_reference"]),
        value("Deadline", &["deadline_date"]),
        OVERDUE,
        Shown { title: "Escalated to", kind: Kind::Names, names: &["escalated_to_names"] },
    ],
};

/// What happened to what, in words.
static EVENTS: [(&str, &Thing, &str, Severity); 14] = [
    ("expense.submitted", &EXPENSE, "submitted", Severity::Info),
    ("expense.approved", &EXPENSE, "approved", Severity::Info),
    ("expense.rejected", &EXPENSE, "rejected", Severity::Warning),
    ("expense.paid", &EXPENSE, "paid", Severity::Info),
    ("asset.reserved", &ASSET, "reserved", Severity::Info),
    ("asset.checked_out", &ASSET, "checked out", Severity::Info),
    ("asset.checked_in", &ASSET, "checked in", Severity::Info),
    ("asset.overdue", &ASSET, "overdue", Severity::Warning),
    ("finance_task.created", &FINANCE_TASK, "created", Severity::Info),
    ("finance_task.in_progress", &FINANCE_TASK, "in progress", Severity::Info),
    ("finance_task.submitted", &FINANCE_TASK, "submitted", Severity::Info),
    ("finance_task.approved", &FINANCE_TASK, "approved", Severity::Info),
    ("finance_task.filed", &FINANCE_TASK, "filed", Severity::Info),
    ("finance_task.overdue", &FINANCE_TASK, "overdue", Severity::Warning),
];

pub(super) fn events() -> impl Iterator<Item = &'static str> {
    EVENTS.iter().map(|(event, ..)| *event)
}

pub(super) fn is_one(event: &str) -> bool {
    events().any(|known| known == event)
}

/// `kind` is the field that names the event.
pub(super) fn read(fields: &mut Fields<'_>, kind: &'static str, odoo: Option<&OdooAddress>) -> Result<Said, Invalid> {
    let event = fields.short(kind)?;
    let Some((_, thing, verb, severity)) = EVENTS.iter().find(|(known, ..)| *known == event) else {
        return Err(fields.invalid(kind, "unknown", "is no event of the event bus."));
    };
    let mut common = Common::read(fields, odoo)?;
    fields.short("aggregate_type")?;
    let aggregate = fields.printed("aggregate_id")?;
    let mut payload = fields.object("payload")?;
    let name = payload.short(thing.name)?;
    if common.title.is_empty() {
        let colon = if name.is_empty() { "" } else { ": " };
        common.title = format!("{} {verb}{colon}{name}", thing.word);
    }
    common.severity = common.severity.or(Some(*severity));
    let id = match payload.count(thing.id)? {
        None if thing.is_aggregate => aggregate.parse().ok(),
        id => id.and_then(|id| i64::try_from(id).ok()),
    };
    if let Some(id) = id.filter(|_| common.record.is_empty()) {
        common.name_record(thing.model, id, odoo);
    }
    for shown in thing.shown {
        let value = shown.read(&mut payload)?;
        common.add(shown.title, value);
    }
    let mut said = common.into_said();
    said.ignored.extend(payload.ignored());
    said.warnings.append(&mut payload.warnings);
    Ok(said)
}

impl Shown {
    fn read(&self, payload: &mut Fields<'_>) -> Result<String, Invalid> {
        let mut found = String::new();
        for name in self.names {
            let value = match self.kind {
                // Odoo's word for nothing.
                Kind::Value if payload.value(name).is_some_and(|value| *value == false) => String::new(),
                Kind::Value => payload.printed(name)?,
                // Of a person's id nothing is shown, and it is no mistake.
                Kind::Name if payload.value(name).is_some_and(|value| value.is_number()) => String::new(),
                Kind::Name => payload.short(name)?,
                Kind::Names => names(payload, name)?,
                Kind::Amount => amount(payload, name)?,
                Kind::Days => payload.count(name)?.map_or_else(String::new, |days| days.to_string()),
            };
            if found.is_empty() {
                found = value;
            }
        }
        Ok(found)
    }
}

fn amount(payload: &mut Fields<'_>, name: &'static str) -> Result<String, Invalid> {
    let currency = payload.short("currency")?;
    Ok(payload.number(name)?.map_or_else(String::new, |amount| format!("{amount:.2} {currency}").trim_end().to_owned()))
}

fn names(payload: &mut Fields<'_>, name: &'static str) -> Result<String, Invalid> {
    let Some(value) = payload.value(name) else { return Ok(String::new()) };
    let names = value.as_array().and_then(|names| names.iter().map(|name| name.as_str()).collect::<Option<Vec<_>>>());
    names.map(|names| names.join(", ")).ok_or_else(|| payload.invalid(name, "malformed", "has to be a list of texts."))
}

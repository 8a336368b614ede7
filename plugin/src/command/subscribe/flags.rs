//! What a subscription may ask of records; each kind of record has those that it can fulfil.

use crate::command::table::{Argument, Choice, Place, Value};

pub(super) const PROJECT: Argument = suggested("project", "projects", "Only tasks of this project");
pub(super) const ONE_PROJECT: Argument = suggested("project", "projects", "Only this project");
pub(super) const TEAM: Argument = suggested("team", "sales-teams", "Only those of this sales team");
pub(super) const COMPANY: Argument = suggested("company", "companies", "Only those of this company of your Odoo");
pub(super) const LEAD_STAGE: Argument = suggested("stage", "lead-stages", "Only those in this stage");
pub(super) const TASK_STAGE: Argument = suggested("stage", "stages", "Only those in this stage");
pub(super) const LEAD_TAG: Argument = suggested("tag", "lead-tags", "Only those with this tag");
pub(super) const PROJECT_TAG: Argument = suggested("tag", "project-tags", "Only those with this tag");
pub(super) const PARTNER_TAG: Argument = suggested("tag", "partner-tags", "Only those with this tag");
pub(super) const ASSIGNEE: Argument =
    suggested("assignee", "users", "Only those that this person is responsible for: `@name` here, or the name in Odoo");
pub(super) const CUSTOMER: Argument =
    suggested("customer", "partners", "Only those of this customer, with the contacts that it has now");
pub(super) const ONE_PARTNER: Argument =
    suggested("customer", "partners", "Only this partner, with the contacts that it has now");
pub(super) const VENDOR: Argument =
    suggested("customer", "partners", "Only those from this vendor, with the contacts that it has now");
pub(super) const PRIORITY: Argument = Argument {
    name: "priority",
    place: Place::Flag,
    value: Value::Number(1, PRIORITY_MAX),
    help: "Only those with so many stars or more",
};
pub(super) const AMOUNT: Argument = Argument {
    name: "amount",
    place: Place::Flag,
    value: Value::Number(1, u32::MAX),
    help: "Only those with an expected revenue of so much or more",
};
pub(super) const TOTAL: Argument = Argument { help: "Only those of so much or more in all", ..AMOUNT };
pub(super) const EVENTS: Argument = Argument {
    name: "events",
    place: Place::Flag,
    value: Value::Suggested { hint: "create,stage", list: "events" },
    help: "What has to happen: `create`, `change`, `stage`, `assign`, `archive`, `comment`, with commas between them; `change` is every change of its values; create, stage and assign if absent",
};
pub(super) const PARTNER_EVENTS: Argument = Argument {
    name: "events",
    place: Place::Flag,
    value: Value::Suggested { hint: "create,change", list: "partner-events" },
    help: "What has to happen: `create`, `change`, `assign`, `archive`, `comment`, with commas between them; `change` is every change of its values; create and assign if absent",
};
pub(super) const ORDER_EVENTS: Argument = Argument {
    name: "events",
    place: Place::Flag,
    value: Value::Suggested { hint: "create,approval", list: "order-events" },
    help: "What has to happen: `create`, `change`, `assign`, `comment`, `approval`, with commas between them; `approval` is that it waits for approval, or no longer does; create and approval if absent",
};
pub(super) const NO_SELF: Argument = Argument {
    name: "no-self",
    place: Place::Switch,
    value: Value::Nothing,
    help: "Leaves out what you do yourself in Odoo",
};
pub(super) const MIN_SEVERITY: Argument = Argument {
    name: "min-severity",
    place: Place::Flag,
    value: Value::Choice(&[
        Choice { item: "warning", help: "One star or more" },
        Choice { item: "error", help: "Two stars or more" },
        Choice { item: "critical", help: "Three stars" },
    ]),
    help: "Only those that are so urgent, by their priority",
};
pub(super) const MENTION: Argument = Argument {
    name: "mention",
    place: Place::Switch,
    value: Value::Nothing,
    help: "Mentions whoever is responsible, as far as `MentionPolicy` allows it",
};
pub(super) const THREAD: Argument = Argument {
    name: "thread",
    place: Place::Switch,
    value: Value::Nothing,
    help: "Tells everything in the thread in which you write this, without cards",
};
pub(super) const TEST: Argument =
    Argument { name: "test", place: Place::Switch, value: Value::Nothing, help: "Sends a marked message the same way" };
pub(super) const MAX_PER_HOUR: Argument = Argument {
    name: "max-per-hour",
    place: Place::Flag,
    value: Value::Number(1, PER_HOUR_MAX),
    help: "Messages of one hour at most; 60 if absent",
};
pub(super) const FILES: Argument = Argument {
    name: "files",
    place: Place::Flag,
    value: Value::Choice(&[
        Choice { item: "link", help: "Their names, leading to them in Odoo" },
        Choice { item: "copy", help: "Copied here, as far as limits allow" },
    ]),
    help: "The files of comments: links if absent",
};
pub(super) const MODE: Argument = Argument {
    name: "mode",
    place: Place::Flag,
    value: Value::Choice(&[
        Choice { item: "alerts-only", help: "One card a record, with its changes in the card's thread" },
        Choice { item: "lines", help: "One line for whatever happens" },
        Choice {
            item: "mirror-as-notes",
            help: "Cards, and what people write below them becomes internal notes in Odoo",
        },
        Choice { item: "cards", help: "The same as `alerts-only`" },
    ]),
    help: "How it looks; alerts-only if absent",
};

/// Of Odoo's leads, and of its tasks from 19 on.
const PRIORITY_MAX: u32 = 3;
const PER_HOUR_MAX: u32 = 1000;

const fn suggested(name: &'static str, list: &'static str, help: &'static str) -> Argument {
    Argument { name, place: Place::Flag, value: Value::Suggested { hint: name, list }, help }
}

//! What programs get of each kind of record, in Odoo's own values.

use serde_json::Value;

use crate::odoo::{Connection, Filter, OdooError, Row, Search};

/// Rows of one answer unless the caller says how many.
pub(super) const ROWS: u32 = 100;
/// Rows of one answer at most.
pub(super) const ROWS_MAX: u32 = 500;

/// A kind of record.
pub(super) struct Shape {
    /// As `/find/{kind}` and `/records/{kind}` name it.
    pub(super) kind: &'static str,
    pub(super) model: &'static str,
    /// The key of a list of them.
    pub(super) plural: &'static str,
    fields: &'static [&'static str],
    order: &'static str,
}

pub(super) static PARTNER: Shape = Shape {
    kind: "partner",
    model: "res.partner",
    plural: "partners",
    fields: &[
        "name",
        "display_name",
        "is_company",
        "parent_id",
        "email",
        "phone",
        "mobile",
        "website",
        "street",
        "street2",
        "city",
        "zip",
        "state_id",
        "country_id",
        "vat",
        "user_id",
        "category_id",
        "comment",
        "active",
        "create_date",
        "write_date",
    ],
    order: "name asc, id asc",
};

pub(super) static LEAD: Shape = Shape {
    kind: "lead",
    model: "crm.lead",
    plural: "leads",
    fields: &[
        "name",
        "type",
        "partner_id",
        "partner_name",
        "contact_name",
        "email_from",
        "phone",
        "stage_id",
        "user_id",
        "team_id",
        "expected_revenue",
        "company_currency",
        "probability",
        "priority",
        "date_deadline",
        "date_closed",
        "description",
        "tag_ids",
        "active",
        "create_date",
        "write_date",
    ],
    order: "id desc",
};

pub(super) static PROJECT: Shape = Shape {
    kind: "project",
    model: "project.project",
    plural: "projects",
    fields: &[
        "name",
        "partner_id",
        "user_id",
        "date_start",
        "date",
        "task_count",
        "tag_ids",
        "description",
        "active",
        "create_date",
        "write_date",
    ],
    order: "name asc, id asc",
};

pub(super) static TASK: Shape = Shape {
    kind: "task",
    model: "project.task",
    plural: "tasks",
    fields: &[
        "name",
        "project_id",
        "stage_id",
        "state",
        "user_ids",
        "partner_id",
        "tag_ids",
        "priority",
        "date_deadline",
        "date_end",
        "parent_id",
        "child_ids",
        "milestone_id",
        "description",
        "active",
        "create_date",
        "write_date",
    ],
    order: "id desc",
};

pub(super) static ACTIVITY: Shape = Shape {
    kind: "activity",
    model: "mail.activity",
    plural: "activities",
    fields: &[
        "res_model",
        "res_id",
        "res_name",
        "activity_type_id",
        "summary",
        "note",
        "date_deadline",
        "user_id",
        "state",
        "create_date",
    ],
    order: "date_deadline asc, id asc",
};

pub(super) static EVENT: Shape = Shape {
    kind: "event",
    model: "calendar.event",
    plural: "events",
    fields: &[
        "name",
        "start",
        "stop",
        "start_date",
        "stop_date",
        "allday",
        "duration",
        "partner_ids",
        "user_id",
        "location",
        "videocall_location",
        "description",
        "privacy",
        "res_model",
        "res_id",
        "opportunity_id",
        "active",
        "create_date",
        "write_date",
    ],
    order: "start asc, id asc",
};

/// All kinds.
static ALL: [&Shape; 6] = [&PARTNER, &LEAD, &PROJECT, &TASK, &ACTIVITY, &EVENT];

impl Shape {
    pub(super) fn of_kind(kind: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|shape| shape.kind == kind)
    }

    /// Those of the fields that this Odoo has.
    pub(super) fn fields(&self, connection: &Connection<'_>) -> Result<Vec<&'static str>, OdooError> {
        connection.fields(self.model, self.fields)
    }

    /// A search for rows with these fields.
    pub(super) fn search<'a>(&self, filter: &'a Filter, fields: &'a [&'static str], limit: u32) -> Search<'a> {
        Search { model: self.model, filter, fields, order: self.order, limit }
    }

    /// The first rows in the kind's order.
    pub(super) fn rows(
        &self,
        connection: &Connection<'_>,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<Value>, OdooError> {
        let fields = self.fields(connection)?;
        let rows = connection.search_read(&self.search(filter, &fields, limit))?;
        Ok(rows.into_iter().map(Row::into_value).collect())
    }

    /// One record, archived or not; none if there is none or the account may not see it.
    pub(super) fn record(&self, connection: &Connection<'_>, id: i64) -> Result<Option<Value>, OdooError> {
        let filter = self.with_id(id);
        Ok(self.rows(connection, &filter, 1)?.pop())
    }

    pub(super) fn with_id(&self, id: i64) -> Filter {
        let is_archived_sometimes = self.fields.contains(&"active");
        let archived = is_archived_sometimes.then(Filter::archived_too);
        Filter::All(std::iter::once(Filter::Is("id", id)).chain(archived).collect())
    }
}

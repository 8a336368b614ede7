//! Tasks (`project.task`). A ticket is a task of certain projects.

use super::{Fields, Filter, Listed, Many2One, Related, Row, When};
use crate::ports::Timestamp;

/// What is looked for; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Part of the title, or the number.
    pub text: Option<String>,
    /// Of this project.
    pub project: Option<Related>,
    /// Of one of these projects.
    pub project_ids: Option<Vec<i64>>,
    /// The customer.
    pub partner: Option<Related>,
    /// In one of these stages.
    pub stage_ids: Option<Vec<i64>>,
    /// Assigned to this user id.
    pub user_id: Option<i64>,
    /// Open, and due before this moment.
    pub late_at: Option<Timestamp>,
    /// Archived ones too.
    pub with_archived: bool,
}

/// A task as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// In Odoo.
    pub id: i64,
    /// Its title.
    pub name: String,
    /// None for somebody's private to-do.
    pub project: Option<Many2One>,
    /// Where it stands; independent of [`State`].
    pub stage: Option<Many2One>,
    /// Whether it is finished.
    pub state: State,
    /// User ids of those who do it.
    pub user_ids: Vec<i64>,
    /// The customer.
    pub partner: Option<Many2One>,
    /// A moment from Odoo 17 on, a day before.
    pub deadline: Option<When>,
    /// From 0.
    pub priority: u8,
    /// Ids of the tasks that it depends on.
    pub waits_for: Vec<i64>,
}

/// Whether a task is finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Something is to be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Nobody will do it.
    Canceled,
}

/// By deadline alone.
pub const BY_DEADLINE: &str = "date_deadline asc, id asc";

const DONE: &str = "1_done";
const CANCELED: &str = "1_canceled";
/// Where something is to be done still.
const OPEN: [&str; 4] = ["01_in_progress", "02_changes_requested", "03_approved", WAITING];
const WAITS_FOR: &str = "depend_on_ids";

/// The states of an Odoo before 17 stand in other fields.
const WAITING: &str = "04_waiting_normal";

/// Tasks that something is to be done for.
#[must_use]
pub fn open(known: &Fields) -> Filter {
    if known.get("state").is_some() {
        return Filter::Not(Box::new(Filter::Among("state", vec![DONE.into(), CANCELED.into()])));
    }
    Filter::Flag("is_closed", false)
}

/// Tasks that cannot go on: Odoo or somebody says so, or a task that they depend on is open.
#[must_use]
pub fn blocked(known: &Fields) -> Filter {
    let mut filters = Vec::new();
    if known.get("state").is_some() {
        filters.push(Filter::Among("state", vec![WAITING.into()]));
        if known.get(WAITS_FOR).is_some() {
            let is_open = Filter::Among("depend_on_ids.state", OPEN.map(ToOwned::to_owned).to_vec());
            filters.push(is_open);
        }
    } else if known.get("kanban_state").is_some() {
        filters.push(Filter::Among("kanban_state", vec!["blocked".into()]));
    }
    Filter::Any(filters)
}

impl Query {
    /// The records that fit.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let mut filters = Vec::new();
        filters.extend(self.with_archived.then(Filter::archived_too));
        filters.extend(self.project_ids.clone().map(|ids| Filter::In("project_id", ids)));
        filters.extend(self.project.as_ref().map(Related::is_project));
        filters.extend(self.stage_ids.clone().map(|ids| Filter::In("stage_id", ids)));
        filters.extend(self.user_id.map(|id| Filter::In("user_ids", vec![id])));
        filters.extend(self.partner.as_ref().map(Related::is_customer));
        filters.extend(self.late_at.map(|time| {
            let is_closed = Filter::Among("state", vec![DONE.into(), CANCELED.into()]);
            Filter::All(vec![Filter::Before("date_deadline", When::Moment(time)), Filter::Not(Box::new(is_closed))])
        }));
        filters.extend(self.text.as_deref().map(by_text));
        Filter::All(filters)
    }
}

impl Listed for Task {
    const MODEL: &'static str = "project.task";
    const FIELDS: &'static [&'static str] =
        &["name", "project_id", "stage_id", "state", "user_ids", "partner_id", "date_deadline", "priority", WAITS_FOR];
    /// What is to be done comes first, by its deadline.
    const ORDER: &'static str = "state asc, date_deadline asc, id desc";

    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            id: row.id()?,
            name: row.name(),
            project: row.many2one("project_id"),
            stage: row.many2one("stage_id"),
            state: match row.text("state") {
                Some(DONE) => State::Done,
                Some(CANCELED) => State::Canceled,
                _ => State::Open,
            },
            user_ids: row.ids("user_ids"),
            partner: row.many2one("partner_id"),
            deadline: row.when("date_deadline"),
            priority: row.text("priority").and_then(|priority| priority.parse().ok()).unwrap_or(0),
            waits_for: row.ids(WAITS_FOR),
        })
    }
}

fn by_text(text: &str) -> Filter {
    let title = Filter::Contains("name", text.to_owned());
    match text.strip_prefix('#').unwrap_or(text).parse::<i32>() {
        Ok(number) if number > 0 => Filter::Any(vec![Filter::Is("id", number.into()), title]),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Query, Related};
    use crate::ports::Timestamp;

    #[test]
    fn every_condition_has_to_fit() {
        let query = Query {
            text: Some("kitchen".into()),
            project: Some(Related::Named("office".into())),
            project_ids: Some(vec![1, 3]),
            partner: Some(Related::Record(8)),
            stage_ids: Some(vec![2]),
            user_id: Some(6),
            late_at: Some(Timestamp(1_795_253_400_000)),
            with_archived: true,
        };
        assert_eq!(
            query.filter().to_domain(),
            json!([
                "&",
                "&",
                "&",
                "&",
                "&",
                "&",
                "&",
                "|",
                ["active", "=", true],
                ["active", "=", false],
                ["project_id", "in", [1, 3]],
                ["project_id", "ilike", "office"],
                ["stage_id", "in", [2]],
                ["user_ids", "in", [6]],
                ["partner_id", "child_of", 8],
                "&",
                ["date_deadline", "<", "2026-11-21 09:30:00"],
                "!",
                ["state", "in", ["1_done", "1_canceled"]],
                ["name", "ilike", "kitchen"],
            ])
        );
    }

    #[test]
    fn a_number_is_the_tasks_own_or_a_part_of_its_title() {
        for text in ["17", "#17"] {
            assert_eq!(
                Query { text: Some(text.into()), ..Query::default() }.filter().to_domain(),
                json!(["|", ["id", "=", 17], ["name", "ilike", text]])
            );
        }
    }
}

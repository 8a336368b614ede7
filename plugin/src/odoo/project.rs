//! Projects (`project.project`).

use chrono::NaiveDate;

use super::{Connection, Filter, Listed, Many2One, OdooError, Related, Row, When};
use crate::settings::ProjectChoice;

const KEPT_SECONDS: u32 = 300;
/// Of those that an administrator chose.
const PROJECTS_MAX: u32 = 200;

/// What is looked for; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Part of the name.
    pub text: Option<String>,
    /// The customer.
    pub partner: Option<Related>,
    /// The user id of the manager.
    pub user_id: Option<i64>,
    /// To be finished before this day.
    pub late_on: Option<NaiveDate>,
    /// Archived ones too.
    pub with_archived: bool,
}

/// A project as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// In Odoo.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// The customer.
    pub partner: Option<Many2One>,
    /// The manager.
    pub user: Option<Many2One>,
    /// How many tasks it has.
    pub task_count: Option<i64>,
    /// Its first day.
    pub start: Option<NaiveDate>,
    /// Its last day.
    pub end: Option<NaiveDate>,
}

/// The ids of the projects that an administrator chose; names that no project has are left out. Kept for 5 min.
///
/// # Errors
/// See [`OdooError`].
pub fn chosen(connection: &Connection<'_>, choices: &[ProjectChoice]) -> Result<Vec<i64>, OdooError> {
    let filters = choices.iter().map(|choice| match choice {
        ProjectChoice::Id(id) => Filter::Is("id", *id),
        ProjectChoice::Name(name) => Filter::Same("name", name.clone()),
    });
    let filter = Filter::Any(filters.collect());
    if choices.is_empty() {
        return Ok(Vec::new());
    }
    connection.remembered(&format!("projects/{}", filter.to_domain()), KEPT_SECONDS, || {
        let projects: Vec<Project> = connection.list(&filter, PROJECTS_MAX)?;
        Ok(projects.into_iter().map(|project| project.id).collect())
    })
}

impl Query {
    /// The records that fit.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let mut filters = Vec::new();
        filters.extend(self.with_archived.then(Filter::archived_too));
        filters.extend(self.user_id.map(|id| Filter::Is("user_id", id)));
        filters.extend(self.partner.as_ref().map(Related::is_customer));
        filters.extend(self.late_on.map(|day| Filter::Before("date", When::Day(day))));
        filters.extend(self.text.as_ref().map(|text| Filter::Contains("name", text.clone())));
        Filter::All(filters)
    }
}

impl Listed for Project {
    const MODEL: &'static str = "project.project";
    const FIELDS: &'static [&'static str] = &["name", "partner_id", "user_id", "task_count", "date_start", "date"];
    const ORDER: &'static str = "name asc, id asc";

    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            id: row.id()?,
            name: row.name(),
            partner: row.many2one("partner_id"),
            user: row.many2one("user_id"),
            task_count: row.integer("task_count"),
            start: row.date("date_start"),
            end: row.date("date"),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Query, Related};

    #[test]
    fn every_condition_has_to_fit() {
        let query = Query {
            text: Some("office".into()),
            partner: Some(Related::Email("Joel@example.com".into())),
            user_id: Some(6),
            late_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 21),
            with_archived: true,
        };
        assert_eq!(
            query.filter().to_domain(),
            json!([
                "&",
                "&",
                "&",
                "&",
                "|",
                ["active", "=", true],
                ["active", "=", false],
                ["user_id", "=", 6],
                ["partner_id.email_normalized", "=", "joel@example.com"],
                ["date", "<", "2026-11-21"],
                ["name", "ilike", "office"],
            ])
        );
    }
}

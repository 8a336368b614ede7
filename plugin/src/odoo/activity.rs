//! Activities: what is planned for a record (`mail.activity`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Connection, Filter, Listed, Many2One, OdooError, Row, Search, When};

const KEPT_SECONDS: u32 = 300;
const KINDS_MAX: u32 = 200;

/// What is looked for; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Part of the summary or of the record's name.
    pub text: Option<String>,
    /// For records of this model.
    pub model: Option<String>,
    /// For one of these records; an empty list is no record.
    pub records: Option<Vec<(String, Vec<i64>)>>,
    /// Whose turn it is.
    pub user_id: Option<i64>,
    /// Due before this day.
    pub late_on: Option<NaiveDate>,
    /// Due on this day or later.
    pub from: Option<NaiveDate>,
    /// Due on this day or before.
    pub to: Option<NaiveDate>,
}

/// An activity as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// In Odoo.
    pub id: i64,
    /// Such as "Call", in the reader's language.
    pub kind: Option<Many2One>,
    /// What is to be done; may be left to the kind.
    pub summary: Option<String>,
    /// The model of the record it is for.
    pub model: Option<String>,
    /// The record it is for.
    pub record_id: Option<i64>,
    /// What that record is called.
    pub record_name: Option<String>,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// Whose turn it is.
    pub user: Option<Many2One>,
}

/// A kind of activity, such as a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// In Odoo.
    pub id: i64,
    /// In the reader's language.
    pub name: String,
}

impl Kind {
    /// All of them in their order. Kept for 5 min.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn all(connection: &Connection<'_>) -> Result<Vec<Self>, OdooError> {
        connection.remembered("activity-types", KEPT_SECONDS, || {
            let filter = &Filter::All(Vec::new());
            let order = "sequence asc, id asc";
            let search = Search { model: "mail.activity.type", filter, fields: &["name"], order, limit: KINDS_MAX };
            let rows = connection.search_read(&search)?;
            Ok(rows.iter().filter_map(|row| Some(Self { id: row.id()?, name: row.name() })).collect())
        })
    }
}

impl Query {
    /// The records that fit. `state` stays out of it: Odoo computes it and ignores conditions on it.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let mut filters = Vec::new();
        filters.extend(self.model.clone().map(|model| Filter::Equals("res_model", model)));
        filters.extend(self.records.as_ref().map(|records| {
            let records = records.iter().filter(|(_, ids)| !ids.is_empty());
            let of_model = |(model, ids): &(String, Vec<i64>)| {
                Filter::All(vec![Filter::Equals("res_model", model.clone()), Filter::In("res_id", ids.clone())])
            };
            Filter::Any(records.map(of_model).collect())
        }));
        filters.extend(self.user_id.map(|id| Filter::Is("user_id", id)));
        filters.extend(self.late_on.map(|day| Filter::Before("date_deadline", When::Day(day))));
        filters.extend(self.from.map(|day| Filter::Since("date_deadline", When::Day(day))));
        let day_after = self.to.and_then(|day| day.succ_opt());
        filters.extend(day_after.map(|day| Filter::Before("date_deadline", When::Day(day))));
        filters.extend(self.text.as_ref().map(|text| {
            Filter::Any(["summary", "res_name"].map(|field| Filter::Contains(field, text.clone())).into())
        }));
        Filter::All(filters)
    }
}

impl Activity {
    /// Kind and summary: `Call: ask for the date`.
    #[must_use]
    pub fn title(&self) -> String {
        let kind = self.kind.as_ref().map(|kind| kind.label.as_str());
        match (kind, self.summary.as_deref()) {
            (Some(kind), Some(summary)) => format!("{kind}: {summary}"),
            (Some(text), None) | (None, Some(text)) => text.to_owned(),
            (None, None) => format!("#{}", self.id),
        }
    }
}

impl Listed for Activity {
    const MODEL: &'static str = "mail.activity";
    const FIELDS: &'static [&'static str] =
        &["activity_type_id", "summary", "res_model", "res_id", "res_name", "date_deadline", "user_id"];
    const ORDER: &'static str = "date_deadline asc, id asc";

    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            id: row.id()?,
            kind: row.many2one("activity_type_id"),
            summary: row.text("summary").map(Into::into),
            model: row.text("res_model").map(Into::into),
            record_id: row.integer("res_id").filter(|id| *id > 0),
            record_name: row.text("res_name").map(Into::into),
            deadline: row.date("date_deadline"),
            user: row.many2one("user_id"),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Query;

    #[test]
    fn every_condition_has_to_fit() {
        let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day);
        let query = Query {
            text: Some("call".into()),
            model: Some("crm.lead".into()),
            records: Some(vec![
                ("res.partner".into(), vec![14]),
                ("project.task".into(), vec![]),
                ("crm.lead".into(), vec![1, 2]),
            ]),
            user_id: Some(2),
            late_on: day(21),
            from: day(1),
            to: day(30),
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
                ["res_model", "=", "crm.lead"],
                "|",
                "&",
                ["res_model", "=", "res.partner"],
                ["res_id", "in", [14]],
                "&",
                ["res_model", "=", "crm.lead"],
                ["res_id", "in", [1, 2]],
                ["user_id", "=", 2],
                ["date_deadline", "<", "2026-11-21"],
                ["date_deadline", ">=", "2026-11-01"],
                ["date_deadline", "<", "2026-12-01"],
                "|",
                ["summary", "ilike", "call"],
                ["res_name", "ilike", "call"],
            ])
        );
    }

    #[test]
    fn without_a_record_there_is_no_activity() {
        let query = Query { records: Some(vec![("crm.lead".into(), vec![])]), ..Query::default() };
        assert_eq!(query.filter().to_domain(), json!([[0, "=", 1]]));
    }
}

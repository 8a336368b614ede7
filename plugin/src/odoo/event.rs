//! Meetings (`calendar.event`).

use chrono::NaiveDate;

use super::{Filter, Listed, Many2One, Related, Row, When};
use crate::ports::Timestamp;

/// What is looked for; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Part of the title or of the place.
    pub text: Option<String>,
    /// Who takes part.
    pub with: Option<Related>,
    /// The user and the partner of somebody who organises it or takes part.
    pub attendee: Option<(i64, i64)>,
    /// Not over before this moment.
    pub from: Option<Timestamp>,
    /// Begun before this moment.
    pub to: Option<Timestamp>,
}

/// A meeting as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// In Odoo.
    pub id: i64,
    /// Its title; Odoo hides those of others' private meetings.
    pub name: String,
    /// When it is.
    pub time: Time,
    /// Partner ids of those who take part.
    pub partner_ids: Vec<i64>,
    /// Where.
    pub location: Option<String>,
    /// Who called it.
    pub user: Option<Many2One>,
}

/// When a meeting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// All day long, in nobody's time zone.
    Days(NaiveDate, NaiveDate),
    /// From and to.
    Moments(Timestamp, Timestamp),
    /// Odoo does not say.
    Unknown,
}

impl Query {
    /// The records that fit.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let mut filters = Vec::new();
        filters.extend(self.from.map(|time| Filter::Since("stop", When::Moment(time))));
        filters.extend(self.to.map(|time| Filter::Before("start", When::Moment(time))));
        filters.extend(self.with.as_ref().map(Related::takes_part));
        filters.extend(self.attendee.map(|(user_id, partner_id)| {
            Filter::Any(vec![Filter::Is("user_id", user_id), Filter::In("partner_ids", vec![partner_id])])
        }));
        filters.extend(
            self.text.as_ref().map(|text| {
                Filter::Any(["name", "location"].map(|field| Filter::Contains(field, text.clone())).into())
            }),
        );
        Filter::All(filters)
    }
}

impl Listed for Event {
    const MODEL: &'static str = "calendar.event";
    const FIELDS: &'static [&'static str] =
        &["name", "start", "stop", "allday", "start_date", "stop_date", "partner_ids", "location", "user_id"];
    const ORDER: &'static str = "start asc, id asc";

    fn of(row: &Row) -> Option<Self> {
        let days = || Some(Time::Days(row.date("start_date")?, row.date("stop_date")?));
        let moments = || Some(Time::Moments(row.datetime("start")?, row.datetime("stop")?));
        let time = if row.flag("allday") == Some(true) { days().or_else(moments) } else { moments() };
        Some(Self {
            id: row.id()?,
            name: row.name(),
            time: time.unwrap_or(Time::Unknown),
            partner_ids: row.ids("partner_ids"),
            location: row.text("location").map(Into::into),
            user: row.many2one("user_id"),
        })
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
            text: Some("demo".into()),
            with: Some(Related::Named("azure".into())),
            attendee: Some((8, 60)),
            from: Some(Timestamp(1_795_253_400_000)),
            to: Some(Timestamp(1_795_339_800_000)),
        };
        assert_eq!(
            query.filter().to_domain(),
            json!([
                "&",
                "&",
                "&",
                "&",
                ["stop", ">=", "2026-11-21 09:30:00"],
                ["start", "<", "2026-11-22 09:30:00"],
                ["partner_ids", "ilike", "azure"],
                "|",
                ["user_id", "=", 8],
                ["partner_ids", "in", [60]],
                "|",
                ["name", "ilike", "demo"],
                ["location", "ilike", "demo"],
            ])
        );
    }
}

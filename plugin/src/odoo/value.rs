//! Odoo's values as they are read: `false` is "nothing" except for booleans, many2one is `[id, "label"]`.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::{OdooError, Outage, When};
use crate::ports::Timestamp;

/// One record as read: only the fields that were asked for and exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(Map<String, Value>);

/// A reference with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many2One {
    /// The record's id.
    pub id: i64,
    /// Its display name.
    pub label: String,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// In whole units, cents behind the point.
    pub value: f64,
    /// Such as `EUR`; none if the record does not say.
    pub currency: Option<String>,
}

impl Many2One {
    /// A pair of id and label.
    pub(super) fn of(pair: &Value) -> Option<Self> {
        match pair.as_array()?.as_slice() {
            [id, label] => Some(Self { id: id.as_i64()?, label: label.as_str()?.to_owned() }),
            _ => None,
        }
    }
}

impl Row {
    /// The rows of an answer of `search_read` or `read`.
    ///
    /// # Errors
    /// [`Outage::Malformed`] if it is no list of objects.
    pub fn list(value: Value) -> Result<Vec<Self>, OdooError> {
        let Value::Array(rows) = value else { return Err(Outage::Malformed.into()) };
        rows.into_iter().map(Self::of).collect()
    }

    /// One row, or the values of a new record.
    ///
    /// # Errors
    /// [`Outage::Malformed`] if it is no object.
    pub fn of(value: Value) -> Result<Self, OdooError> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(Outage::Malformed.into()),
        }
    }

    /// As it was read.
    #[must_use]
    pub fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// The record's id.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.0.get("id")?.as_i64()
    }

    /// A value as Odoo gave it.
    #[must_use]
    pub fn raw(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// A text or the value of a selection; none if empty or not there.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str().filter(|text| !text.is_empty())
    }

    /// A boolean; `false` is a value here.
    #[must_use]
    pub fn flag(&self, field: &str) -> Option<bool> {
        self.0.get(field)?.as_bool()
    }

    /// A reference; none if empty or not there.
    #[must_use]
    pub fn many2one(&self, field: &str) -> Option<Many2One> {
        Many2One::of(self.0.get(field)?)
    }

    /// The ids of a one2many or many2many; empty if not there.
    #[must_use]
    pub fn ids(&self, field: &str) -> Vec<i64> {
        self.0.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect()
    }

    /// A whole number; zero is a value here. Also the id in a many2one_reference, where zero is nothing.
    #[must_use]
    pub fn integer(&self, field: &str) -> Option<i64> {
        self.0.get(field)?.as_i64()
    }

    /// A float or an amount of money; zero is a value here.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<f64> {
        self.0.get(field)?.as_f64()
    }

    /// An amount of money, with the currency that another field names.
    #[must_use]
    pub fn amount(&self, field: &str, currency: &str) -> Option<Amount> {
        let value = self.number(field)?;
        Some(Amount { value, currency: self.many2one(currency).map(|currency| currency.label) })
    }

    /// What the record is called; by its number if it has no name.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.text("name").or_else(|| self.text("display_name"));
        name.map_or_else(|| format!("#{}", self.id().unwrap_or_default()), ToOwned::to_owned)
    }

    /// A date; none if empty, not there or not `YYYY-MM-DD`.
    #[must_use]
    pub fn date(&self, field: &str) -> Option<NaiveDate> {
        match When::parse(self.text(field)?)? {
            When::Day(date) => Some(date),
            When::Moment(_) => None,
        }
    }

    /// A datetime; none if empty, not there or not `YYYY-MM-DD HH:MM:SS`.
    #[must_use]
    pub fn datetime(&self, field: &str) -> Option<Timestamp> {
        match When::parse(self.text(field)?)? {
            When::Moment(time) => Some(time),
            When::Day(_) => None,
        }
    }

    /// A date or a datetime: some fields became datetimes in later versions, such as the deadline of a task in 17.
    #[must_use]
    pub fn when(&self, field: &str) -> Option<When> {
        When::parse(self.text(field)?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use chrono::NaiveDate;
    use serde_json::json;

    use super::{Many2One, Row};
    use crate::ports::Timestamp;

    fn row() -> Row {
        Row::list(json!([{
            "id": 14, "name": "Azure Interior", "email": false, "phone": "", "is_company": false,
            "country_id": [233, "United States"], "state_id": false, "write_date": "2026-11-21 07:38:02",
            "date": "2026-11-21T07:38:02Z", "child_ids": [7, 9], "tag_ids": [], "color": 0, "amount": 12.5,
            "date_deadline": "2026-12-24",
        }]))
        .unwrap()
        .remove(0)
    }

    #[test]
    fn false_is_nothing_except_for_booleans() {
        assert_eq!(row().text("email"), None);
        assert_eq!(row().many2one("state_id"), None);
        assert_eq!(row().datetime("email"), None);
        assert_eq!(row().date("email"), None);
        assert_eq!(row().integer("email"), None);
        assert_eq!(row().ids("email"), Vec::<i64>::new());
        assert_eq!(row().flag("is_company"), Some(false));
    }

    #[test]
    fn values_have_their_types() {
        assert_eq!(row().id(), Some(14));
        assert_eq!(row().text("name"), Some("Azure Interior"));
        assert_eq!(row().text("phone"), None);
        assert_eq!(row().many2one("country_id"), Some(Many2One { id: 233, label: "United States".into() }));
        assert_eq!(row().datetime("write_date"), Some(Timestamp(1_795_246_682_000)));
        assert_eq!(row().datetime("date"), None);
        assert_eq!(row().date("date_deadline"), NaiveDate::from_ymd_opt(2026, 12, 24));
        assert_eq!(row().datetime("date_deadline"), None);
        assert_eq!(row().when("date_deadline").unwrap().to_string(), "2026-12-24");
        assert_eq!(row().when("write_date").unwrap().to_string(), "2026-11-21 07:38:02");
        assert_eq!(row().ids("child_ids"), [7, 9]);
        assert_eq!(row().ids("tag_ids"), Vec::<i64>::new());
        assert_eq!(row().integer("color"), Some(0));
        assert_eq!(row().number("amount"), Some(12.5));
        assert_eq!(row().number("color"), Some(0.0));
    }

    #[test]
    fn other_answers_are_refused() {
        for answer in [json!(null), json!(false), json!({}), json!([1])] {
            assert!(Row::list(answer).is_err());
        }
    }
}

//! Odoo's values: `false` is "nothing" except for booleans, many2one is `[id, "label"]`, datetimes are naive UTC.

use chrono::NaiveDateTime;
use serde_json::{Map, Value};

use super::{OdooError, Outage};
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

impl Row {
    /// The rows of an answer of `search_read` or `read`.
    ///
    /// # Errors
    /// [`Outage::Malformed`] if it is no list of objects.
    pub fn list(value: Value) -> Result<Vec<Self>, OdooError> {
        let Value::Array(rows) = value else { return Err(Outage::Malformed.into()) };
        rows.into_iter()
            .map(|row| match row {
                Value::Object(fields) => Ok(Self(fields)),
                _ => Err(Outage::Malformed.into()),
            })
            .collect()
    }

    /// The record's id.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.0.get("id")?.as_i64()
    }

    /// A text; none if empty or not there.
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
        match self.0.get(field)?.as_array()?.as_slice() {
            [id, label] => Some(Many2One { id: id.as_i64()?, label: label.as_str()?.to_owned() }),
            _ => None,
        }
    }

    /// A datetime; none if empty, not there or not `YYYY-MM-DD HH:MM:SS`.
    #[must_use]
    pub fn datetime(&self, field: &str) -> Option<Timestamp> {
        let time = NaiveDateTime::parse_from_str(self.text(field)?, "%Y-%m-%d %H:%M:%S").ok()?;
        Some(Timestamp(time.and_utc().timestamp_millis()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::{Many2One, Row};
    use crate::ports::Timestamp;

    fn row() -> Row {
        Row::list(json!([{
            "id": 14, "name": "Azure Interior", "email": false, "phone": "", "is_company": false,
            "country_id": [233, "United States"], "state_id": false, "write_date": "2026-11-21 07:38:02",
            "date": "2026-11-21T07:38:02Z",
        }]))
        .unwrap()
        .remove(0)
    }

    #[test]
    fn false_is_nothing_except_for_booleans() {
        assert_eq!(row().text("email"), None);
        assert_eq!(row().many2one("state_id"), None);
        assert_eq!(row().datetime("email"), None);
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
    }

    #[test]
    fn other_answers_are_refused() {
        for answer in [json!(null), json!(false), json!({}), json!([1])] {
            assert!(Row::list(answer).is_err());
        }
    }
}

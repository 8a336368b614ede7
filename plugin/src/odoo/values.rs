use serde_json::{Map, Value, json};

use super::When;
use crate::text::to_html;

/// What is written to a record: typed here, in Odoo's spelling on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(Map<String, Value>);

impl Values {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A text or the value of a selection. Control characters are left out: neither the database nor XML takes them.
    #[must_use]
    pub fn text(self, field: &str, text: &str) -> Self {
        self.set(field, json!(plain(text)))
    }

    /// Somebody's text for an html field: its characters stay characters, its lines stay lines.
    #[must_use]
    pub fn html(self, field: &str, text: &str) -> Self {
        self.set(field, json!(to_html(&plain(text))))
    }

    /// A boolean.
    #[must_use]
    pub fn flag(self, field: &str, value: bool) -> Self {
        self.set(field, json!(value))
    }

    /// A whole number.
    #[must_use]
    pub fn integer(self, field: &str, value: i64) -> Self {
        self.set(field, json!(value))
    }

    /// A float or an amount of money.
    #[must_use]
    pub fn number(self, field: &str, value: f64) -> Self {
        self.set(field, json!(value))
    }

    /// A many2one.
    #[must_use]
    pub fn reference(self, field: &str, id: i64) -> Self {
        self.set(field, json!(id))
    }

    /// A date or a datetime.
    #[must_use]
    pub fn when(self, field: &str, when: When) -> Self {
        self.set(field, json!(when.to_string()))
    }

    /// Any field but a boolean becomes empty.
    #[must_use]
    pub fn empty(self, field: &str) -> Self {
        self.set(field, json!(false))
    }

    /// A many2many is these records and no others.
    #[must_use]
    pub fn links(self, field: &str, ids: &[i64]) -> Self {
        self.set(field, json!([[6, 0, ids]]))
    }

    /// A many2many gets a record more.
    #[must_use]
    pub fn link(self, field: &str, id: i64) -> Self {
        self.command(field, json!([4, id, 0]))
    }

    /// A many2many loses a record, which goes on to exist.
    #[must_use]
    pub fn unlink(self, field: &str, id: i64) -> Self {
        self.command(field, json!([3, id, 0]))
    }

    /// Whether nothing would be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn set(mut self, field: &str, value: Value) -> Self {
        self.0.insert(field.into(), value);
        self
    }

    fn command(mut self, field: &str, command: Value) -> Self {
        match self.0.get_mut(field) {
            Some(Value::Array(commands)) => commands.push(command),
            _ => return self.set(field, json!([command])),
        }
        self
    }
}

/// Values that were typed once, and kept since.
impl From<Map<String, Value>> for Values {
    fn from(values: Map<String, Value>) -> Self {
        Self(values)
    }
}

impl From<Values> for Map<String, Value> {
    fn from(values: Values) -> Self {
        values.0
    }
}

impl From<Values> for Value {
    fn from(values: Values) -> Self {
        Self::Object(values.0)
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Values;
    use crate::odoo::When;
    use crate::ports::Timestamp;

    #[test]
    fn values_are_spelled_as_odoo_wants_them() {
        let values = Values::new()
            .text("name", "Server\r\n\u{0}down")
            .html("description", "a < b\r\n\r\nc")
            .flag("active", true)
            .integer("color", 3)
            .number("expected_revenue", 12.5)
            .reference("partner_id", 14)
            .when("date_deadline", When::Moment(Timestamp(1_795_246_682_000)))
            .empty("stage_id")
            .links("tag_ids", &[1, 2])
            .link("user_ids", 8)
            .unlink("user_ids", 2);
        assert_eq!(
            Value::from(values),
            json!({
                "name": "Server\ndown", "description": "a &lt; b<br/><br/>c", "active": true, "color": 3,
                "expected_revenue": 12.5, "partner_id": 14, "date_deadline": "2026-11-21 07:38:02", "stage_id": false,
                "tag_ids": [[6, 0, [1, 2]]], "user_ids": [[4, 8, 0], [3, 2, 0]],
            })
        );
    }
}

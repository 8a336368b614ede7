//! Domains that administrators write, in Odoo's own prefix notation. They are checked before anything is sent.

use serde_json::{Value, json};

const OPERATORS: [&str; 16] = [
    "=",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
    "in",
    "not in",
    "like",
    "not like",
    "ilike",
    "not ilike",
    "=like",
    "=ilike",
    "child_of",
    "parent_of",
];
/// Conditions of one domain; nobody reads more.
const TERMS_MAX: usize = 50;

/// A domain that is one condition as a whole; empty for every record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written(Vec<Value>);

impl Written {
    /// Reads a domain such as `[["state", "=", "posted"]]`; conditions without an operator before them are joined by "and",
    /// as in Odoo.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence.
    pub fn parse(value: &Value) -> Result<Self, String> {
        let Value::Array(terms) = value else { return Err(EXAMPLE.into()) };
        if terms.len() > TERMS_MAX {
            return Err(format!("a domain has at most {TERMS_MAX} terms"));
        }
        let mut conditions = 0_usize;
        for term in terms.iter().rev() {
            match term {
                Value::String(word) if word == "!" && conditions >= 1 => {}
                Value::String(word) if (word == "&" || word == "|") && conditions >= 2 => conditions -= 1,
                Value::String(word) => return Err(format!("`{word}` has too few conditions behind it")),
                leaf => {
                    check(leaf)?;
                    conditions += 1;
                }
            }
        }
        let joined = std::iter::repeat_n(json!("&"), conditions.saturating_sub(1));
        Ok(Self(joined.chain(terms.iter().cloned()).collect()))
    }

    /// The same with one more condition on a field.
    #[must_use]
    pub fn and(mut self, field: &str, operator: &'static str, value: impl Into<Value>) -> Self {
        if !self.0.is_empty() {
            self.0.insert(0, json!("&"));
        }
        self.0.push(json!([field, operator, value.into()]));
        self
    }

    /// Whether it is every record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a condition is on this field.
    #[must_use]
    pub fn mentions(&self, field: &str) -> bool {
        self.0.iter().any(|term| term[0].as_str() == Some(field))
    }

    /// As Odoo reads it.
    pub(super) fn terms(&self) -> &[Value] {
        &self.0
    }
}

impl std::fmt::Display for Written {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Value::Array(self.0.clone()).fmt(formatter)
    }
}

/// Whether a text can be a field, or with points between them a way to a field of another record.
#[must_use]
pub fn is_field(text: &str) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

/// Whether a text can be a model.
#[must_use]
pub fn is_model(text: &str) -> bool {
    is_field(text) && text == text.to_lowercase()
}

const EXAMPLE: &str = "a domain is a list such as `[[\"state\", \"=\", \"posted\"]]`";

fn check(leaf: &Value) -> Result<(), String> {
    let [Value::String(field), Value::String(operator), value] = leaf.as_array().map_or(&[][..], Vec::as_slice) else {
        return Err(format!("`{leaf}` is no condition: {EXAMPLE}"));
    };
    if !is_field(field) {
        return Err(format!("`{field}` is no field"));
    }
    if !OPERATORS.contains(&operator.as_str()) {
        return Err(format!("`{operator}` is no operator; there are {}", OPERATORS.join(" ")));
    }
    let is_plain = |value: &Value| !value.is_object() && !value.is_array();
    let fits = match value {
        Value::Array(values) => values.iter().all(is_plain),
        value => is_plain(value),
    };
    if fits { Ok(()) } else { Err(format!("the value of `{field}` is neither a plain value nor a list of those")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Written;
    use crate::odoo::Filter;

    fn domain(value: &serde_json::Value) -> Result<serde_json::Value, String> {
        let written = Written::parse(value)?;
        Ok(Filter::All(vec![Filter::Written(written), Filter::Is("id", 7)]).to_domain())
    }

    #[test]
    fn a_domain_is_one_condition_among_others() {
        let (a, b, c) = (json!(["a", "=", 1]), json!(["b.c", "in", [1, 2]]), json!(["d", "!=", false]));
        let id = json!(["id", "=", 7]);
        assert_eq!(domain(&json!([])), Ok(json!(["&", [1, "=", 1], id])));
        assert_eq!(domain(&json!([a, b])), Ok(json!(["&", "&", a, b, id])));
        assert_eq!(domain(&json!(["|", a, "!", b, c])), Ok(json!(["&", "&", "|", a, "!", b, c, id])));
        let narrowed = Written::parse(&json!([a])).unwrap_or_default().and("due", "<", "2026-11-21");
        assert_eq!(Filter::Written(narrowed).to_domain(), json!(["&", a, ["due", "<", "2026-11-21"]]));
    }

    #[test]
    fn what_is_none_is_told() {
        let mistakes = [
            json!({}),
            json!(["&", ["a", "=", 1]]),
            json!(["!"]),
            json!(["a", "=", 1]),
            json!([["a", "=", 1, 2]]),
            json!([["a b", "=", 1]]),
            json!([["a", "==", 1]]),
            json!([["a", "=", {}]]),
        ]
        .map(|value| domain(&value).err().unwrap_or_default());
        assert_eq!(
            mistakes,
            [
                "a domain is a list such as `[[\"state\", \"=\", \"posted\"]]`",
                "`&` has too few conditions behind it",
                "`!` has too few conditions behind it",
                "`1` is no condition: a domain is a list such as `[[\"state\", \"=\", \"posted\"]]`",
                "`[\"a\",\"=\",1,2]` is no condition: a domain is a list such as `[[\"state\", \"=\", \"posted\"]]`",
                "`a b` is no field",
                "`==` is no operator; there are = != > >= < <= in not in like not like ilike not ilike =like =ilike child_of parent_of",
                "the value of `a` is neither a plain value nor a list of those",
            ]
        );
    }
}

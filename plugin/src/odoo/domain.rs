//! Domains are built from typed values; nobody's text is ever an operator.

use serde_json::{Value, json};

/// A condition on records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// A boolean field has this value.
    Flag(&'static str, bool),
    /// A text field is exactly this.
    Equals(&'static str, String),
    /// A text field contains this, upper or lower case.
    Contains(&'static str, String),
    /// A text field contains these digits in this order, whatever is between them.
    Digits(&'static str, String),
    /// All of them; nothing means every record.
    All(Vec<Filter>),
    /// One of them at least.
    Any(Vec<Filter>),
}

impl Filter {
    /// Odoo's prefix notation: n conditions need n - 1 operators before them.
    #[must_use]
    pub fn to_domain(&self) -> Value {
        let mut domain = Vec::new();
        self.push_to(&mut domain);
        Value::Array(domain)
    }

    fn push_to(&self, domain: &mut Vec<Value>) {
        match self {
            Self::Flag(field, value) => domain.push(json!([field, "=", value])),
            Self::Equals(field, text) => domain.push(json!([field, "=", text])),
            Self::Contains(field, text) => domain.push(json!([field, "ilike", escape(text)])),
            Self::Digits(field, digits) => domain.push(json!([field, "ilike", spread(digits)])),
            Self::All(filters) => push_joined("&", filters, domain),
            Self::Any(filters) => push_joined("|", filters, domain),
        }
    }
}

fn push_joined(operator: &str, filters: &[Filter], domain: &mut Vec<Value>) {
    domain.extend(filters.iter().skip(1).map(|_| json!(operator)));
    for filter in filters {
        filter.push_to(domain);
    }
}

/// `ilike` adds its own `%` around the text; those inside are characters.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// `123` → `1%2%3`.
fn spread(digits: &str) -> String {
    let digits: Vec<_> = digits.chars().filter(char::is_ascii_digit).map(String::from).collect();
    digits.join("%")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Filter;

    #[test]
    fn wildcards_are_characters() {
        assert_eq!(
            Filter::Contains("name", r"100% a_b\c; `d`".into()).to_domain(),
            json!([["name", "ilike", r"100\% a\_b\\c; `d`"]])
        );
    }

    #[test]
    fn operators_stand_before_their_conditions() {
        let any = Filter::Any(vec![
            Filter::Contains("name", "deco".into()),
            Filter::Contains("email", "deco".into()),
            Filter::Contains("website", "deco".into()),
        ]);
        assert_eq!(
            Filter::All(vec![Filter::Flag("is_company", true), any]).to_domain(),
            json!([
                "&",
                ["is_company", "=", true],
                "|",
                "|",
                ["name", "ilike", "deco"],
                ["email", "ilike", "deco"],
                ["website", "ilike", "deco"]
            ])
        );
    }

    #[test]
    fn no_condition_is_every_record() {
        assert_eq!(Filter::All(vec![]).to_domain(), json!([]));
    }

    #[test]
    fn digits_are_found_between_other_characters() {
        assert_eq!(Filter::Digits("phone", "+1 (87)".into()).to_domain(), json!([["phone", "ilike", "1%8%7"]]));
    }
}

//! Domains are built from typed values; nobody's text is ever an operator.

use serde_json::{Value, json};

use super::{When, Written};

/// A condition on records.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// A boolean field has this value.
    Flag(&'static str, bool),
    /// A text field is exactly this.
    Equals(&'static str, String),
    /// A text field is this, in upper or lower case.
    Same(&'static str, String),
    /// A text field, or the name of a referenced record, contains this, upper or lower case.
    Contains(&'static str, String),
    /// A text field contains these digits in this order, whatever is between them.
    Digits(&'static str, String),
    /// A selection or another text is one of these.
    Among(&'static str, Vec<String>),
    /// A reference, or the id itself, is this record.
    Is(&'static str, i64),
    /// A reference, or the id itself, is one of these records.
    In(&'static str, Vec<i64>),
    /// A reference is this record or one below it in its hierarchy, such as a company and its contacts.
    Under(&'static str, i64),
    /// A number, such as the id, is greater.
    Above(&'static str, i64),
    /// A date or datetime is this one or later.
    Since(&'static str, When),
    /// A date or datetime is earlier.
    Before(&'static str, When),
    /// A field of any type but boolean is filled in, or is empty.
    Filled(&'static str, bool),
    /// It does not fit; where the field is empty Odoo decides by operator.
    Not(Box<Filter>),
    /// What an administrator wrote.
    Written(Written),
    /// All of them; nothing means every record.
    All(Vec<Filter>),
    /// One of them at least; nothing means no record.
    Any(Vec<Filter>),
}

impl Filter {
    /// Archived records are found too: Odoo leaves them out of every search that does not speak of `active`.
    #[must_use]
    pub fn archived_too() -> Self {
        Self::Any(vec![Self::Flag("active", true), Self::Flag("active", false)])
    }

    /// Odoo's prefix notation: n conditions need n - 1 operators before them.
    #[must_use]
    pub fn to_domain(&self) -> Value {
        let mut domain = Vec::new();
        if *self != Self::All(Vec::new()) {
            self.push_to(&mut domain);
        }
        Value::Array(domain)
    }

    fn push_to(&self, domain: &mut Vec<Value>) {
        match self {
            Self::Flag(field, value) => domain.push(json!([field, "=", value])),
            Self::Equals(field, text) => domain.push(json!([field, "=", text])),
            Self::Same(field, text) => domain.push(json!([field, "=ilike", escape(text)])),
            Self::Contains(field, text) => domain.push(json!([field, "ilike", escape(text)])),
            Self::Digits(field, digits) => domain.push(json!([field, "ilike", spread(digits)])),
            Self::Among(field, texts) => domain.push(json!([field, "in", texts])),
            Self::Is(field, id) => domain.push(json!([field, "=", id])),
            Self::In(field, ids) => domain.push(json!([field, "in", ids])),
            Self::Under(field, id) => domain.push(json!([field, "child_of", id])),
            Self::Above(field, number) => domain.push(json!([field, ">", number])),
            Self::Since(field, when) => domain.push(json!([field, ">=", when.to_string()])),
            Self::Before(field, when) => domain.push(json!([field, "<", when.to_string()])),
            Self::Filled(field, true) => domain.push(json!([field, "!=", false])),
            Self::Filled(field, false) => domain.push(json!([field, "=", false])),
            Self::Not(filter) => {
                // `!` takes the next condition only; a joined one begins with its operator, which makes it one.
                domain.push(json!("!"));
                filter.push_to(domain);
            }
            Self::Written(written) if !written.is_empty() => domain.extend(written.terms().iter().cloned()),
            // Odoo's own words for "every" and "none", which have to be conditions among others.
            Self::Written(_) => domain.push(json!([1, "=", 1])),
            Self::All(filters) if filters.is_empty() => domain.push(json!([1, "=", 1])),
            Self::Any(filters) if filters.is_empty() => domain.push(json!([0, "=", 1])),
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
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use chrono::NaiveDate;
    use serde_json::json;

    use super::Filter;
    use crate::odoo::When;
    use crate::ports::Timestamp;

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
    fn conditions_have_the_operators_of_odoo() {
        let moment = When::Moment(Timestamp(1_795_246_682_000));
        let day = When::Day(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
        let filters = vec![
            Filter::Same("login", "a_b@example.com".into()),
            Filter::Among("state", vec!["1_done".into(), "1_canceled".into()]),
            Filter::Is("partner_id", 14),
            Filter::In("id", vec![1, 2]),
            Filter::Under("partner_id", 14),
            Filter::Above("id", 99),
            Filter::Since("write_date", moment),
            Filter::Before("date_deadline", day),
            Filter::Filled("user_id", true),
            Filter::Filled("email", false),
        ];
        let conditions: Vec<_> = filters.into_iter().map(|filter| filter.to_domain()[0].clone()).collect();
        assert_eq!(
            serde_json::Value::Array(conditions),
            json!([
                ["login", "=ilike", r"a\_b@example.com"],
                ["state", "in", ["1_done", "1_canceled"]],
                ["partner_id", "=", 14],
                ["id", "in", [1, 2]],
                ["partner_id", "child_of", 14],
                ["id", ">", 99],
                ["write_date", ">=", "2026-11-21 07:38:02"],
                ["date_deadline", "<", "2026-11-21"],
                ["user_id", "!=", false],
                ["email", "=", false],
            ])
        );
    }

    #[test]
    fn a_negation_takes_what_follows_as_one() {
        let any = Filter::Any(vec![Filter::Is("user_id", 1), Filter::Is("user_id", 2)]);
        assert_eq!(
            Filter::All(vec![Filter::Not(Box::new(any)), Filter::Flag("active", true)]).to_domain(),
            json!(["&", "!", "|", ["user_id", "=", 1], ["user_id", "=", 2], ["active", "=", true]])
        );
    }

    #[test]
    fn no_condition_is_every_record() {
        assert_eq!(Filter::All(vec![]).to_domain(), json!([]));
        let nothing = || Box::new(Filter::All(vec![]));
        assert_eq!(Filter::Not(nothing()).to_domain(), json!(["!", [1, "=", 1]]));
        assert_eq!(
            Filter::All(vec![*nothing(), Filter::Any(vec![])]).to_domain(),
            json!(["&", [1, "=", 1], [0, "=", 1]])
        );
    }

    #[test]
    fn digits_are_found_between_other_characters() {
        assert_eq!(Filter::Digits("phone", "+1 (87)".into()).to_domain(), json!([["phone", "ilike", "1%8%7"]]));
    }
}

//! Whether a record meets a condition.

use super::condition::Condition;
use super::domain::Operator;
use super::like;
use super::value::Value;
use super::view::View;

/// Characters that people put between the digits of a telephone number.
const PHONE_PUNCTUATION: [char; 7] = [' ', '\\', '.', '/', '(', ')', '-'];

impl View<'_> {
    /// Whether a record fulfils the condition.
    pub fn holds(&self, condition: &Condition, model: &str, id: i64) -> bool {
        match condition {
            Condition::Constant(value) => *value,
            Condition::All(terms) => terms.iter().all(|term| self.holds(term, model, id)),
            Condition::Any(terms) => terms.iter().any(|term| self.holds(term, model, id)),
            Condition::Not(term) => !self.holds(term, model, id),
            Condition::Compare { field, operator, value } => compares(&self.value(model, id, field), *operator, value),
            Condition::Matches { field, pattern, ignore_case, negative } => match self.value(model, id, field).text() {
                Some(text) => like::matches(text, pattern, *ignore_case) != *negative,
                None => *negative,
            },
            Condition::OneOf { field, values, empty, negative } => {
                let stored = self.value(model, id, field);
                match stored {
                    Value::Empty => *empty != *negative,
                    stored => values.iter().any(|value| compares(&stored, Operator::Equal, value)) != *negative,
                }
            }
            Condition::Points { field, ids, empty, negative } => {
                let stored = self.value(model, id, field);
                let hit = match stored.ids() {
                    [] => *empty,
                    links => links.iter().any(|link| ids.contains(link)),
                };
                hit != *negative
            }
            Condition::PhoneHolds { fields, digits, operator } => fields.iter().any(|field| {
                let stored = self.value(model, id, field);
                stored.text().is_some_and(|stored| phone_holds(&without_punctuation(stored), digits, *operator))
            }),
        }
    }
}

/// A telephone number as a search compares it.
pub fn without_punctuation(phone: &str) -> String {
    phone.chars().filter(|character| !PHONE_PUNCTUATION.contains(character)).collect()
}

fn compares(left: &Value, operator: Operator, right: &Value) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    #[expect(clippy::cast_precision_loss, reason = "demo numbers are small")]
    let ordering = match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.as_str().cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Int(a) | Value::Link(a), Value::Int(b) | Value::Link(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => (*a as f64).partial_cmp(b),
        (Value::Float(a), Value::Int(b)) => a.partial_cmp(&(*b as f64)),
        _ => None,
    };
    match operator {
        Operator::Equal => ordering == Some(Equal),
        Operator::NotEqual => ordering != Some(Equal),
        Operator::Less => ordering == Some(Less),
        Operator::LessOrEqual => matches!(ordering, Some(Less | Equal)),
        Operator::Greater => ordering == Some(Greater),
        Operator::GreaterOrEqual => matches!(ordering, Some(Greater | Equal)),
        _ => false,
    }
}

fn phone_holds(stored: &str, digits: &str, operator: Operator) -> bool {
    let international = digits.strip_prefix("00").or_else(|| digits.strip_prefix('+'));
    let spellings = match international {
        Some(rest) => vec![format!("00{rest}"), format!("+{rest}")],
        None => vec![digits.to_owned()],
    };
    spellings.iter().any(|digits| match operator {
        Operator::Equal => stored == digits,
        Operator::EqualLike | Operator::EqualIlike => like::matches(stored, digits, true),
        _ => like::matches(stored, &format!("%{digits}%"), true),
    })
}

//! Searching: a domain becomes a condition, the condition meets every record the caller may see.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::convert;
use super::domain::{Domain, Leaf, Operator};
use super::like;
use super::model::{Field, Kind};
use super::order;
use super::value::Value;
use super::view::View;
use crate::error::OdooError;

/// Characters that people put between the digits of a telephone number.
const PHONE_PUNCTUATION: [char; 6] = [' ', '\\', '.', '/', '(', ')'];
const PHONE_CHARACTERS_MIN: usize = 3;

/// Which part of what was found to return, and in what order.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// How many to skip.
    pub offset: usize,
    /// How many at most.
    pub limit: Option<usize>,
    /// The order, if not the model's own.
    pub order: Option<String>,
}

/// A domain whose fields are known and whose questions to other models are answered.
enum Condition {
    Constant(bool),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare { field: String, operator: Operator, value: Value },
    Matches { field: String, pattern: String, ignore_case: bool, negative: bool },
    OneOf { field: String, values: Vec<Value>, empty: bool, negative: bool },
    Points { field: String, ids: BTreeSet<i64>, empty: bool, negative: bool },
    PhoneHolds { fields: Vec<String>, digits: String, operator: Operator },
}

impl View<'_> {
    /// The ids that match, in order.
    pub fn search(&self, model: &str, domain: &Json, page: &Page) -> Result<Vec<i64>, OdooError> {
        self.find(model, &Domain::parse(domain)?, page)
    }

    /// The same for a domain that was read already.
    pub fn find(&self, model: &str, domain: &Domain, page: &Page) -> Result<Vec<i64>, OdooError> {
        let table = self.table(model)?;
        let condition = self.condition(model, domain, false)?;
        let order = page.order.as_deref().filter(|order| !order.trim().is_empty());
        let terms = order::parse(*self, model, order.unwrap_or(&table.model.order))?;
        let hides_archived = table.model.has_active() && self.env.active_test() && !domain.mentions("active");
        let mut ids: Vec<i64> = table
            .records
            .keys()
            .copied()
            .filter(|id| !hides_archived || self.value(model, *id, "active").is_true())
            .filter(|id| self.may_see(model, *id))
            .filter(|id| self.holds(&condition, model, *id))
            .collect();
        order::sort(*self, model, &terms, &mut ids);
        Ok(ids.into_iter().skip(page.offset).take(page.limit.unwrap_or(usize::MAX)).collect())
    }

    /// The records whose name goes with a text, as `name_search` and text in a many2one domain find them.
    pub fn find_by_name(
        &self,
        model: &str,
        name: &str,
        operator: Operator,
        and: &Json,
        page: &Page,
    ) -> Result<Vec<i64>, OdooError> {
        let names = &self.table(model)?.model.names;
        let leaves = names.iter().map(|field| leaf(field, operator, json!(name)));
        let by_name = match (name.is_empty() && !operator.is_negative(), operator.is_negative()) {
            (true, _) => Domain::All(Vec::new()),
            (_, true) => Domain::All(leaves.collect()),
            (_, false) => {
                leaves.reduce(|a, b| Domain::Either(Box::new(a), Box::new(b))).unwrap_or(Domain::Constant(true))
            }
        };
        self.find(model, &Domain::All(vec![by_name, Domain::parse(and)?]), page)
    }

    fn condition(&self, model: &str, domain: &Domain, negate: bool) -> Result<Condition, OdooError> {
        Ok(match domain {
            Domain::Constant(value) => Condition::Constant(*value != negate),
            Domain::Not(inner) => self.condition(model, inner, !negate)?,
            Domain::All(terms) => {
                let terms = terms.iter().map(|term| self.condition(model, term, negate)).collect::<Result<_, _>>()?;
                if negate { Condition::Any(terms) } else { Condition::All(terms) }
            }
            Domain::Either(left, right) => {
                let terms = vec![self.condition(model, left, negate)?, self.condition(model, right, negate)?];
                if negate { Condition::All(terms) } else { Condition::Any(terms) }
            }
            Domain::Leaf(leaf) if negate && leaf.operator.opposite() != leaf.operator => {
                self.leaf_condition(model, &Leaf { operator: leaf.operator.opposite(), ..leaf.clone() })?
            }
            Domain::Leaf(leaf) if negate => Condition::Not(Box::new(self.leaf_condition(model, leaf)?)),
            Domain::Leaf(leaf) => self.leaf_condition(model, leaf)?,
        })
    }

    fn leaf_condition(&self, model: &str, leaf: &Leaf) -> Result<Condition, OdooError> {
        let (first, rest) = match leaf.path.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (leaf.path.as_str(), None),
        };
        let field = self
            .table(model)?
            .field(first)
            .ok_or_else(|| OdooError::value(format!("Invalid field {model}.{first} in leaf {}", leaf.repr())))?;
        self.check_group(model, first, field)?;
        if let Some(rest) = rest {
            return self.through_relation(model, first, field, rest, leaf);
        }
        if let (false, Some(path)) = (field.store, &field.related) {
            return self.leaf_condition(model, &Leaf { path: path.clone(), ..leaf.clone() });
        }
        match (first, field.store) {
            ("phone_mobile_search", _) => return self.phone_condition(model, leaf),
            ("display_name", _) => return self.name_condition(model, leaf),
            // What is computed at each read and has no search of its own does not narrow a search: Odoo logs it and goes on.
            (_, false) if !field.kind.is_many() => return Ok(Condition::Constant(true)),
            _ => {}
        }
        match leaf.operator {
            Operator::ChildOf | Operator::ParentOf => self.hierarchy_condition(model, first, field, leaf),
            Operator::EqualIfSet if !truthy(&leaf.value) => Ok(Condition::Constant(true)),
            Operator::EqualIfSet => self.leaf_condition(model, &Leaf { operator: Operator::Equal, ..leaf.clone() }),
            _ => match &field.relation {
                Some(relation) => self.relation_condition(first, relation, field, leaf),
                None => self.plain_condition(first, field, leaf),
            },
        }
    }

    fn through_relation(
        &self,
        model: &str,
        first: &str,
        field: &Field,
        rest: &str,
        leaf: &Leaf,
    ) -> Result<Condition, OdooError> {
        let Some(relation) = &field.relation else {
            return Err(OdooError::value(format!("Invalid field {model}.{} in leaf {}", leaf.path, leaf.repr())));
        };
        let inner = Domain::Leaf(Leaf { path: rest.to_owned(), ..leaf.clone() });
        let ids = self.with_active_test(field.kind.is_many(), |view| view.find(relation, &inner, &Page::default()))?;
        Ok(Condition::Points { field: first.to_owned(), ids: ids.into_iter().collect(), empty: false, negative: false })
    }

    fn plain_condition(&self, name: &str, field: &Field, leaf: &Leaf) -> Result<Condition, OdooError> {
        let name = name.to_owned();
        let negative = leaf.operator.is_negative();
        Ok(match leaf.operator {
            Operator::In | Operator::NotIn => {
                let items = match &leaf.value {
                    Json::Array(items) => items.clone(),
                    other => vec![other.clone()],
                };
                let (empties, values): (Vec<_>, Vec<_>) = items
                    .iter()
                    .map(|item| convert::operand(field.kind, item))
                    .partition(|value| *value == Value::Empty);
                Condition::OneOf { field: name, values, empty: !empties.is_empty(), negative }
            }
            Operator::Like | Operator::NotLike | Operator::Ilike | Operator::NotIlike => {
                let ignore_case = matches!(leaf.operator, Operator::Ilike | Operator::NotIlike);
                match as_text(&leaf.value) {
                    text if text.is_empty() => Condition::Constant(true),
                    text => Condition::Matches { field: name, pattern: format!("%{text}%"), ignore_case, negative },
                }
            }
            Operator::EqualLike | Operator::EqualIlike => Condition::Matches {
                field: name,
                pattern: as_text(&leaf.value),
                ignore_case: leaf.operator == Operator::EqualIlike,
                negative,
            },
            Operator::Equal | Operator::NotEqual => {
                let (values, empty) = match convert::operand(field.kind, &leaf.value) {
                    Value::Empty => (Vec::new(), true),
                    Value::Bool(false) => (vec![Value::Bool(false)], true),
                    value => (vec![value], false),
                };
                Condition::OneOf { field: name, values, empty, negative }
            }
            operator => Condition::Compare { field: name, operator, value: bound(field.kind, operator, &leaf.value) },
        })
    }

    fn relation_condition(
        &self,
        name: &str,
        relation: &str,
        field: &Field,
        leaf: &Leaf,
    ) -> Result<Condition, OdooError> {
        let negative = leaf.operator.is_negative();
        let points = |ids: BTreeSet<i64>, empty| Condition::Points { field: name.to_owned(), ids, empty, negative };
        let positive = if negative { leaf.operator.opposite() } else { leaf.operator };
        let by_name = |text: &str, operator| {
            self.with_active_test(field.kind.is_many(), |view| {
                view.find_by_name(relation, text, operator, &Json::Null, &Page::default())
            })
        };
        Ok(match &leaf.value {
            Json::Bool(false) | Json::Null => points(BTreeSet::new(), true),
            Json::String(text) => {
                let operator = if positive == Operator::In { Operator::Equal } else { positive };
                points(by_name(text, operator)?.into_iter().collect(), false)
            }
            Json::Array(items) => {
                let mut ids = BTreeSet::new();
                let mut empty = items.is_empty() && matches!(positive, Operator::Equal);
                for item in items {
                    match item {
                        Json::String(text) => ids.extend(by_name(text, Operator::Equal)?),
                        Json::Number(number) => ids.extend(number.as_i64()),
                        _ => empty = true,
                    }
                }
                points(ids, empty)
            }
            Json::Number(number) if matches!(positive, Operator::Equal | Operator::In) => {
                points(number.as_i64().into_iter().collect(), false)
            }
            _ => Condition::Compare {
                field: name.to_owned(),
                operator: leaf.operator,
                value: convert::operand(Kind::Integer, &leaf.value),
            },
        })
    }

    /// `child_of` and `parent_of`: along `parent_id` of the model that the field points to, the given records included.
    fn hierarchy_condition(&self, model: &str, name: &str, field: &Field, leaf: &Leaf) -> Result<Condition, OdooError> {
        let relation = field.relation.as_deref().unwrap_or(model);
        let mut ids: BTreeSet<i64> = match &leaf.value {
            Json::String(text) => {
                self.find_by_name(relation, text, Operator::Ilike, &Json::Null, &Page::default())?.into_iter().collect()
            }
            Json::Array(items) => items.iter().filter_map(Json::as_i64).collect(),
            other => other.as_i64().into_iter().collect(),
        };
        let mut fresh: Vec<i64> = ids.iter().copied().collect();
        while let Some(id) = fresh.pop() {
            let next: Vec<i64> = match leaf.operator {
                Operator::ParentOf => self.db.stored(relation, id, "parent_id").id().into_iter().collect(),
                _ => self
                    .table(relation)?
                    .records
                    .iter()
                    .filter(|(_, record)| record.get("parent_id").and_then(Value::id) == Some(id))
                    .map(|(child, _)| *child)
                    .collect(),
            };
            fresh.extend(next.into_iter().filter(|next| ids.insert(*next)));
        }
        Ok(Condition::Points { field: name.to_owned(), ids, empty: false, negative: false })
    }

    fn name_condition(&self, model: &str, leaf: &Leaf) -> Result<Condition, OdooError> {
        let ids = self.find_by_name(model, &as_text(&leaf.value), leaf.operator, &Json::Null, &Page::default())?;
        Ok(Condition::Points { field: "id".to_owned(), ids: ids.into_iter().collect(), empty: false, negative: false })
    }

    fn phone_condition(&self, model: &str, leaf: &Leaf) -> Result<Condition, OdooError> {
        let text = as_text(&leaf.value);
        if text.trim().chars().count() < PHONE_CHARACTERS_MIN {
            return Err(OdooError::user("Please enter at least 3 characters when searching a Phone/Mobile number."));
        }
        let table = self.table(model)?;
        Ok(Condition::PhoneHolds {
            fields: ["phone", "mobile"]
                .into_iter()
                .filter(|name| table.field(name).is_some())
                .map(str::to_owned)
                .collect(),
            digits: without_punctuation(&text),
            operator: leaf.operator,
        })
    }

    fn holds(&self, condition: &Condition, model: &str, id: i64) -> bool {
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

fn leaf(path: &str, operator: Operator, value: Json) -> Domain {
    Domain::Leaf(Leaf { path: path.to_owned(), operator, value })
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

/// A day compared with a moment means its beginning or, where that would cut the day off, its end.
fn bound(kind: Kind, operator: Operator, value: &Json) -> Value {
    match (kind, value.as_str()) {
        (Kind::Datetime, Some(day)) if day.len() == "2026-01-01".len() => {
            let time =
                if matches!(operator, Operator::Greater | Operator::LessOrEqual) { "23:59:59" } else { "00:00:00" };
            Value::Text(format!("{day} {time}"))
        }
        _ => convert::operand(kind, value),
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

fn without_punctuation(phone: &str) -> String {
    phone.chars().filter(|character| *character != '-' && !PHONE_PUNCTUATION.contains(character)).collect()
}

fn as_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null | Json::Bool(false) => String::new(),
        other => other.to_string(),
    }
}

fn truthy(value: &Json) -> bool {
    !matches!(value, Json::Null | Json::Bool(false)) && value != &json!("") && value != &json!(0)
}

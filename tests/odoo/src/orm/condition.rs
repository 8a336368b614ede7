//! A domain made ready to meet records: fields are checked, questions to other models answered.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::convert;
use super::domain::{Domain, Leaf, Operator};
use super::meets;
use super::model::{Field, Kind};
use super::search::Page;
use super::value::Value;
use super::view::View;
use crate::error::OdooError;

const PHONE_CHARACTERS_MIN: usize = 3;

/// What a record must fulfil.
pub enum Condition {
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
    /// Checks a domain and turns it into a condition; `negate` for the opposite.
    pub fn condition(&self, model: &str, domain: &Domain, negate: bool) -> Result<Condition, OdooError> {
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
            return self.through_relation(first, field, rest, leaf);
        }
        if let (false, Some(path)) = (field.store, &field.related) {
            return self.leaf_condition(model, &Leaf { path: path.clone(), ..leaf.clone() });
        }
        match (first, field.store) {
            ("phone_mobile_search", _) => return self.phone_condition(model, leaf),
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

    fn through_relation(&self, first: &str, field: &Field, rest: &str, leaf: &Leaf) -> Result<Condition, OdooError> {
        let Some(relation) = &field.relation else {
            return Err(OdooError::new(
                "builtins.AssertionError",
                format!("Invalid field '{}' in domain term {}", leaf.path, leaf.repr()),
            ));
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
                let Json::Array(items) = &leaf.value else {
                    return Err(OdooError::value(format!("Invalid domain term {}", leaf.repr())));
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
                    text if text.is_empty() && negative => {
                        Condition::OneOf { field: name, values: Vec::new(), empty: true, negative: false }
                    }
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
            // A list is taken for what was meant.
            Operator::Equal if leaf.value.is_array() => {
                self.plain_condition(&name, field, &Leaf { operator: Operator::In, ..leaf.clone() })?
            }
            Operator::NotEqual if leaf.value.is_array() => {
                self.plain_condition(&name, field, &Leaf { operator: Operator::NotIn, ..leaf.clone() })?
            }
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

    /// `child_of` and `parent_of`: along `parent_id`, the given records included.
    fn hierarchy_condition(&self, model: &str, name: &str, field: &Field, leaf: &Leaf) -> Result<Condition, OdooError> {
        // A field to its own model is the hierarchy itself: the answer is the records, not those that point to them.
        let (relation, parent, name) = match field.relation.as_deref() {
            Some(relation) if relation == model => (model, name, "id"),
            Some(relation) => (relation, "parent_id", name),
            None if name == "id" => (model, "parent_id", name),
            None => return Err(OdooError::new("builtins.KeyError", leaf.operator.name())),
        };
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
                Operator::ParentOf => self.db.stored(relation, id, parent).id().into_iter().collect(),
                _ => self
                    .table(relation)?
                    .records
                    .iter()
                    .filter(|(_, record)| record.get(parent).and_then(Value::id) == Some(id))
                    .map(|(child, _)| *child)
                    .collect(),
            };
            fresh.extend(next.into_iter().filter(|next| ids.insert(*next)));
        }
        Ok(Condition::Points { field: name.to_owned(), ids, empty: false, negative: false })
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
            digits: meets::without_punctuation(&text),
            operator: leaf.operator,
        })
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

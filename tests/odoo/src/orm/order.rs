//! The `order` of a search: NULL sorts as the highest value, text by its bytes, as in every database that Odoo itself creates (`LC_COLLATE 'C'`).

use std::cmp::{Ordering, Reverse};

use super::model::Kind;
use super::value::Value;
use super::view::View;
use crate::error::OdooError;

/// One field of an order.
#[derive(Clone, Debug)]
pub struct Term {
    field: String,
    descending: bool,
}

/// Reads `"name asc, id desc"`.
pub fn parse(view: View<'_>, model: &str, order: &str) -> Result<Vec<Term>, OdooError> {
    let mut terms = Vec::new();
    for part in order.split(',') {
        let mut words = part.split_whitespace();
        let (Some(field), direction, None) = (words.next(), words.next(), words.next()) else {
            return Err(invalid(order));
        };
        let descending = match direction.map(str::to_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(invalid(order)),
        };
        if view.table(model)?.field(field).is_none() {
            return Err(OdooError::value(format!("Invalid field '{field}' on model '{model}'")));
        }
        terms.push(Term { field: field.to_owned(), descending });
    }
    Ok(terms)
}

/// Sorts ids of a model; what the terms leave open stays in the order of the table.
pub fn sort(view: View<'_>, model: &str, terms: &[Term], ids: &mut [i64]) {
    let records = view.db.tables.get(model).map(|table| &table.records);
    ids.sort_by_cached_key(|id| (keys(view, model, terms, *id), records.and_then(|records| records.get_index_of(id))));
}

/// What one term sorts by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Ascending(Part),
    Descending(Reverse<Part>),
}

#[derive(Clone, Debug)]
enum Part {
    Number(f64),
    Text(String),
    Record(Vec<Key>),
    Null,
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Record(a), Self::Record(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Part {}

impl Part {
    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Record(_) => 2,
            Self::Null => 3,
        }
    }
}

fn keys(view: View<'_>, model: &str, terms: &[Term], id: i64) -> Vec<Key> {
    terms
        .iter()
        .map(|term| {
            let part = part(view, model, term, id);
            if term.descending { Key::Descending(Reverse(part)) } else { Key::Ascending(part) }
        })
        .collect()
}

fn part(view: View<'_>, model: &str, term: &Term, id: i64) -> Part {
    let field = view.db.tables.get(model).and_then(|table| table.field(&term.field));
    match (view.value(model, id, &term.field), field.map(|field| field.kind)) {
        (Value::Empty, Some(Kind::Boolean)) => Part::Number(0.0),
        (Value::Bool(value), _) => Part::Number(f64::from(u8::from(value))),
        #[expect(clippy::cast_precision_loss, reason = "ids and counts are small")]
        (Value::Int(value), _) => Part::Number(value as f64),
        (Value::Float(value), _) => Part::Number(value),
        (Value::Text(text), _) => Part::Text(text),
        (Value::Link(other), _) => field
            .and_then(|field| field.relation.as_deref())
            .and_then(|relation| {
                let terms = parse(view, relation, &view.db.tables.get(relation)?.model.order).ok()?;
                Some(Part::Record(keys(view, relation, &terms, other)))
            })
            .unwrap_or(Part::Null),
        (Value::Empty | Value::Links(_), _) => Part::Null,
    }
}

fn invalid(order: &str) -> OdooError {
    OdooError::user(format!(
        "Invalid \"order\" specified ({order}). A valid \"order\" specification is a comma-separated list of valid field names (optionally followed by asc/desc for the direction)"
    ))
}

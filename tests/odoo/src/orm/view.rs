//! The database as one caller sees it.

use serde_json::{Map, Value as Json};

use super::account::Account;
use super::database::{Database, Table};
use super::model::{Field, Kind};
use super::order;
use super::value::Value;
use crate::error::OdooError;

/// Who calls, and the context that came with the call.
#[derive(Clone, Debug)]
pub struct Env {
    /// The id of the user.
    pub uid: i64,
    /// The `context` argument.
    pub context: Map<String, Json>,
    /// Whether access rules are left out, as Odoo does for labels and its own bookkeeping.
    pub sudo: bool,
}

impl Env {
    /// An environment of that user with that context.
    pub fn new(uid: i64, context: Map<String, Json>) -> Self {
        Self { uid, context, sudo: false }
    }

    /// Whether archived records are left out.
    pub fn active_test(&self) -> bool {
        self.context.get("active_test").is_none_or(|value| value != &Json::Bool(false))
    }

    /// The companies that the caller acts for, the one of new records first; empty for all of their own.
    pub fn companies(&self) -> Vec<i64> {
        let companies = self.context.get("allowed_company_ids").and_then(Json::as_array);
        companies.into_iter().flatten().filter_map(Json::as_i64).collect()
    }

    fn with_active_test(&self, on: bool) -> Self {
        let mut env = self.clone();
        env.context.insert("active_test".to_owned(), Json::Bool(on));
        env
    }
}

/// The database through the eyes of an environment.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What is there.
    pub db: &'a Database,
    /// Who looks.
    pub env: &'a Env,
}

impl<'a> View<'a> {
    /// Looks at the database.
    pub fn new(db: &'a Database, env: &'a Env) -> Self {
        Self { db, env }
    }

    /// The table of a model.
    pub fn table(&self, model: &str) -> Result<&'a Table, OdooError> {
        self.db.table(model)
    }

    /// The field, or the error of a read that names an unknown one.
    pub fn field(&self, model: &str, name: &str) -> Result<&'a Field, OdooError> {
        self.table(model)?
            .field(name)
            .ok_or_else(|| OdooError::value(format!("Invalid field '{name}' on model '{model}'")))
    }

    /// The account of the caller.
    pub fn account(&self) -> Option<&'a Account> {
        self.db.account(self.env.uid)
    }

    /// The value of a field: stored, related, computed, or collected from the other side.
    pub fn value(&self, model: &str, id: i64, name: &str) -> Value {
        let Some(field) = self.db.tables.get(model).and_then(|table| table.field(name)) else {
            return Value::Empty;
        };
        if name == "id" {
            return Value::Int(id);
        }
        if let Some(path) = &field.related {
            return self.along(model, id, path);
        }
        if let Some(value) = self.computed(model, id, name) {
            return value;
        }
        match (&field.relation, &field.inverse) {
            (Some(relation), Some(inverse)) if field.kind.is_many() => {
                Value::Links(self.pointing_here(relation, inverse, id))
            }
            (Some(relation), None) if field.kind.is_many() => {
                let mut ids = self.db.stored(model, id, name).ids().to_vec();
                self.sort_as_model(relation, &mut ids);
                Value::Links(ids)
            }
            _ => match self.db.stored(model, id, name) {
                Value::Empty if field.kind == Kind::Boolean => Value::Bool(false),
                stored => stored.clone(),
            },
        }
    }

    /// The name of a record as many2one labels show it.
    pub fn label(&self, model: &str, id: i64) -> String {
        match self.value(model, id, "display_name") {
            Value::Text(label) => label,
            _ => format!("{model},{id}"),
        }
    }

    /// The same caller with archived records left out, or not.
    pub fn with_active_test<T>(&self, on: bool, look: impl FnOnce(View<'_>) -> T) -> T {
        let env = self.env.with_active_test(on);
        look(View::new(self.db, &env))
    }

    fn along(&self, model: &str, id: i64, path: &str) -> Value {
        let Some((first, rest)) = path.split_once('.') else {
            return self.value(model, id, path);
        };
        let relation = self.db.tables.get(model).and_then(|table| table.field(first)?.relation.as_deref());
        match (relation, self.value(model, id, first).id()) {
            (Some(relation), Some(next)) => self.along(relation, next, rest),
            _ => Value::Empty,
        }
    }

    fn pointing_here(&self, relation: &str, inverse: &str, id: i64) -> Vec<i64> {
        let Some(table) = self.db.tables.get(relation) else {
            return Vec::new();
        };
        let mut ids: Vec<i64> = table
            .records
            .iter()
            .filter(|(_, record)| record.get(inverse).is_some_and(|value| value.ids().contains(&id)))
            .map(|(other, _)| *other)
            .collect();
        self.sort_as_model(relation, &mut ids);
        ids
    }

    fn sort_as_model(&self, model: &str, ids: &mut [i64]) {
        if let Some(table) = self.db.tables.get(model)
            && let Ok(terms) = order::parse(*self, model, &table.model.order)
        {
            order::sort(*self, model, &terms, ids);
        }
    }
}

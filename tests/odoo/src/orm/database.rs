//! Every table, who may sign in, and what time it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use indexmap::IndexMap;

use super::account::Account;
use super::automation::Rings;
use super::model::{Field, Model};
use super::value::Value;
use crate::error::OdooError;

/// The stored values of one record. A field that is not there is empty.
pub type Record = BTreeMap<String, Value>;

/// One model and its records.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the records are made of.
    pub model: Model,
    /// The records by id, in the order that a search leaves to chance, as PostgreSQL's heap does.
    pub records: IndexMap<i64, Record>,
    next_id: i64,
}

impl Table {
    /// A table that gives ids after the highest one in it.
    pub fn new(model: Model, records: IndexMap<i64, Record>) -> Self {
        let next_id = records.keys().max().map_or(1, |last| last + 1);
        Self { model, records, next_id }
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.model.fields.get(name)
    }

    /// Keeps a new record and returns its id. An id is never given twice.
    pub fn insert(&mut self, record: Record) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.records.insert(id, record);
        id
    }

    /// Gives that id to the next record.
    pub fn continue_at(&mut self, id: i64) {
        self.next_id = id;
    }
}

/// The first version of Odoo that has JSON-2, and that answers records as lists of ids everywhere.
pub const FIRST_WITH_JSON_2: u8 = 19;

/// The whole database. A clone is a snapshot: a call that fails puts it back.
#[derive(Clone, Debug)]
pub struct Database {
    /// Its name, as `db.list` shows it.
    pub name: String,
    /// The version of Odoo: 17, 18 or 19.
    pub major: u8,
    /// Who may sign in.
    pub accounts: Vec<Account>,
    /// External ids (`module.name`) and what they stand for.
    pub xml_ids: BTreeMap<String, (String, i64)>,
    /// The moment that stamps, defaults and activity states count from, UTC.
    pub now: NaiveDateTime,
    /// How many calls have changed something, which stamps of the same second differ by.
    pub calls: u32,
    /// Buttons that an app of one's own adds, by model and method: what they write.
    pub buttons: BTreeMap<(String, String), serde_json::Map<String, serde_json::Value>>,
    /// What automation rules have sent.
    pub rings: Rings,
    /// The models by name; a snapshot shares what did not change since.
    pub tables: BTreeMap<String, Arc<Table>>,
}

impl Database {
    /// The table of a model, or Odoo's error for a model that is not installed.
    pub fn table(&self, model: &str) -> Result<&Table, OdooError> {
        self.tables.get(model).map(Arc::as_ref).ok_or_else(|| no_such_model(model))
    }

    /// The same to change it.
    pub fn table_mut(&mut self, model: &str) -> Result<&mut Table, OdooError> {
        self.tables.get_mut(model).map(Arc::make_mut).ok_or_else(|| no_such_model(model))
    }

    /// The stored value, without computing anything.
    pub fn stored(&self, model: &str, id: i64, field: &str) -> &Value {
        self.tables
            .get(model)
            .and_then(|table| table.records.get(&id))
            .and_then(|record| record.get(field))
            .unwrap_or(&Value::Empty)
    }
}

/// A moment as Odoo writes it.
pub fn timestamp(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn no_such_model(model: &str) -> OdooError {
    OdooError::user(format!("Object {model} doesn't exist"))
}

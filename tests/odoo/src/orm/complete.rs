//! What Odoo derives from the values of a `create` or `write` and keeps with them, one file for each model that does so.

mod action;
mod activity;
mod attachment;
mod event;
mod lead;
mod partner;
mod task;

use serde_json::{Map, Value as Json, json};

use super::database::{Database, timestamp};
use super::defaults::with_defaults;
use super::model::Kind;
use super::value::Value;
use super::view::{Env, View};
use crate::error::OdooError;

/// All values of a new record: those given, the defaults of the others, and what follows from both.
pub fn new_record(
    db: &mut Database,
    env: &Env,
    model: &str,
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, OdooError> {
    let marked = if model == "project.task" { task::read_marks(db, env, given)? } else { given.clone() };
    let view = View::new(db, env);
    let values = with_defaults(view, model, &marked)?;
    let mut draft = Draft { view, model, id: None, given: &marked, values };
    draft.complete();
    Ok(draft.values)
}

/// All values of a change: those given and what follows from them.
pub fn change(view: View<'_>, model: &str, id: i64, given: &Map<String, Json>) -> Map<String, Json> {
    let mut draft = Draft { view, model, id: Some(id), given, values: given.clone() };
    draft.complete();
    draft.values
}

/// Changes the records that follow this one.
pub fn spread(db: &mut Database, env: &Env, model: &str, id: i64, values: &Map<String, Json>) -> Result<(), OdooError> {
    match model {
        "res.partner" => partner::spread(db, env, id, values),
        "crm.lead" => lead::spread(db, env, id, values),
        _ => Ok(()),
    }
}

impl View<'_> {
    /// What `copy` gives to the new record: everything but the stamps, what is computed, and what points to the old one.
    pub fn values_to_copy(&self, model: &str, id: i64) -> Result<Map<String, Json>, OdooError> {
        let table = self.table(model)?;
        let Some(record) = table.records.get(&id) else {
            return Err(OdooError::missing(&format!("{model}({id},)"), self.env.uid));
        };
        let own = record.iter().filter(|(name, _)| {
            let is_stamp = ["create_date", "create_uid", "write_date", "write_uid"].contains(&name.as_str());
            !is_stamp && table.field(name).is_some_and(|field| field.kind != Kind::One2many && !field.readonly)
        });
        Ok(own.map(|(name, value)| (name.clone(), plain(value))).collect())
    }
}

/// The values of one record on their way into the database.
struct Draft<'a> {
    view: View<'a>,
    model: &'a str,
    id: Option<i64>,
    given: &'a Map<String, Json>,
    values: Map<String, Json>,
}

impl Draft<'_> {
    fn complete(&mut self) {
        match self.model {
            "calendar.event" => event::complete(self),
            "crm.lead" => lead::complete(self),
            "ir.attachment" => attachment::complete(self),
            "ir.actions.server" => action::complete(self),
            "mail.activity" => activity::complete(self),
            "project.task" => task::complete(self),
            "res.partner" => partner::complete(self),
            _ => {}
        }
    }

    fn is_new(&self) -> bool {
        self.id.is_none()
    }

    /// Whether the caller chose the value, in the values or as a default in the context.
    fn is_given(&self, field: &str) -> bool {
        let in_context = self.is_new() && self.view.env.context.contains_key(&format!("default_{field}"));
        in_context || self.given.contains_key(field)
    }

    /// The value the record will have, as JSON.
    fn value(&self, field: &str) -> Json {
        match (self.values.get(field), self.id) {
            (Some(value), _) => value.clone(),
            (None, Some(id)) => plain(&self.view.value(self.model, id, field)),
            (None, None) => json!(false),
        }
    }

    fn id(&self, field: &str) -> Option<i64> {
        self.value(field).as_i64().filter(|id| *id > 0)
    }

    fn text(&self, field: &str) -> Option<String> {
        self.value(field).as_str().map(str::to_owned)
    }

    fn is_true(&self, field: &str) -> bool {
        !matches!(self.value(field), Json::Null | Json::Bool(false)) && self.value(field) != json!(0)
    }

    /// Sets what the caller did not choose.
    fn fill(&mut self, field: &str, value: Json) {
        if !self.is_given(field) {
            self.put(field, value);
        }
    }

    /// Sets it, whatever the caller chose.
    fn put(&mut self, field: &str, value: Json) {
        self.values.insert(field.to_owned(), value);
    }

    /// The moment of the call.
    fn now(&self) -> Json {
        json!(timestamp(self.view.db.now))
    }

    /// The value of another record, as JSON.
    fn other(&self, model: &str, id: i64, field: &str) -> Json {
        plain(&self.view.value(model, id, field))
    }
}

/// A stored value as it would be given to `write`.
fn plain(value: &Value) -> Json {
    match value {
        Value::Empty => json!(false),
        Value::Bool(value) => json!(value),
        Value::Int(number) | Value::Link(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Links(ids) => json!(ids),
    }
}

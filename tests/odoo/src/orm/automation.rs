//! Automation rules that send a webhook, as 17 runs them: within the transaction, so that what is rolled back was told as well.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::database::{Database, Record};
use super::value::Value;
use crate::python;

/// A request that a rule makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// Where to.
    pub url: String,
    /// JSON.
    pub body: Vec<u8>,
}

/// What rules have sent so far. Snapshots of a database share it: nobody takes a request back.
#[derive(Clone, Debug, Default)]
pub struct Rings {
    sent: Arc<Mutex<Vec<Ring>>>,
}

impl Rings {
    /// Takes everything that was sent since the last time.
    pub fn take(&self) -> Vec<Ring> {
        std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn send(&self, ring: Ring) {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(ring);
    }
}

/// A record was saved; `before` is how it was, nothing for a new one. A rule without trigger fields, which rings many times in a
/// real Odoo, rings once here.
pub fn ring(db: &Database, model: &str, id: i64, before: Option<&Record>) {
    let Some(rules) = db.tables.get("base.automation") else { return };
    for rule in rules.records.keys() {
        let of_rule = |field| db.stored("base.automation", *rule, field);
        let watches =
            |of: &str| db.stored("ir.model", of_rule("model_id").id().unwrap_or_default(), "model").text() == Some(of);
        let fires = match (of_rule("trigger").text(), before) {
            (Some("on_create_or_write" | "on_create"), None) => true,
            (Some("on_create_or_write" | "on_write"), Some(before)) => changed(db, *rule, model, id, before),
            _ => false,
        };
        if fires && of_rule("active").is_true() && watches(model) {
            run(db, *rule, model, id);
        }
    }
}

/// Whether one of the fields that trigger a rule has another value now.
fn changed(db: &Database, rule: i64, model: &str, id: i64, before: &Record) -> bool {
    let fields = db.stored("base.automation", rule, "trigger_field_ids").ids();
    let differs = |field: &i64| {
        let name = db.stored("ir.model.fields", *field, "name").text().unwrap_or_default();
        before.get(name).unwrap_or(&Value::Empty) != db.stored(model, id, name)
    };
    fields.is_empty() || fields.iter().any(differs)
}

fn run(db: &Database, rule: i64, model: &str, id: i64) {
    let Some(actions) = db.tables.get("ir.actions.server") else { return };
    for action in actions.records.keys() {
        let of_action = |field| db.stored("ir.actions.server", *action, field);
        let is_its = of_action("base_automation_id").id() == Some(rule) && of_action("state").text() == Some("webhook");
        let Some(url) = of_action("webhook_url").text().filter(|_| is_its) else { continue };
        let name = of_action("name").text().unwrap_or_default();
        let body = python::dumps(&json!({"_action": format!("{name}(#{action})"), "_id": id, "_model": model}));
        db.rings.send(Ring { url: url.to_owned(), body });
    }
}

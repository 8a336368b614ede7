//! The demo database of 17 made into one of 18 or 19: the fields that differ.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::orm::{Database, Field, Table};

/// Makes the database one of a later version.
pub fn upgrade(db: &mut Database, major: u8) {
    if major >= 18 {
        to_18(db);
    }
    if major >= 19 {
        to_19(db);
    }
    db.major = major;
}

fn to_18(db: &mut Database) {
    let closed = json!({"type": "boolean", "string": "Closed state", "readonly": true});
    let expires = json!({"type": "datetime", "string": "Expiration Date", "readonly": true});
    change(db, "project.task", |table| add(table, "is_closed", closed));
    change(db, "res.users.apikeys", |table| add(table, "expiration_date", expires));
}

fn to_19(db: &mut Database) {
    change(db, "res.partner", |table| remove(table, "mobile"));
    change(db, "crm.lead", |table| {
        remove(table, "mobile");
        let won = json!([["won", "Won"], ["lost", "Lost"], ["pending", "Pending"]]);
        add(table, "won_status", json!({"type": "selection", "string": "Is Won", "readonly": true, "selection": won}));
        let company = json!({
            "type": "many2one",
            "string": "Commercial Entity",
            "readonly": true,
            "relation": "res.partner",
            "related": "partner_id.commercial_partner_id",
        });
        add(table, "commercial_partner_id", company);
    });
    change(db, "crm.stage", |table| {
        remove(table, "team_id");
        add(table, "team_ids", json!({"type": "many2many", "string": "Sales Teams", "relation": "crm.team"}));
    });
    change(db, "res.users", |table| {
        rename(table, "groups_id", "group_ids");
        let all = json!({"type": "many2many", "string": "Groups and implied groups", "relation": "res.groups", "readonly": true});
        add(table, "all_group_ids", all);
        for record in table.records.values_mut() {
            let own = record.get("group_ids").cloned();
            record.extend(own.map(|own| ("all_group_ids".to_owned(), own)));
        }
    });
    change(db, "project.task", |table| {
        let priorities =
            json!([["0", "Low priority"], ["1", "Medium priority"], ["2", "High priority"], ["3", "Urgent"],]);
        let priority = json!({"type": "selection", "string": "Priority", "selection": priorities, "default": "0"});
        add(table, "priority", priority);
    });
}

fn change(db: &mut Database, model: &str, change: impl FnOnce(&mut Table)) {
    if let Some(table) = db.tables.get_mut(model) {
        change(Arc::make_mut(table));
    }
}

#[expect(clippy::panic, reason = "the fields are part of this file; a test builds every version")]
fn add(table: &mut Table, name: &str, field: Json) {
    match serde_json::from_value::<Field>(field) {
        Ok(field) => drop(table.model.fields.insert(name.to_owned(), field)),
        Err(err) => panic!("the field {name}: {err}"),
    }
}

fn remove(table: &mut Table, name: &str) {
    table.model.fields.remove(name);
    for record in table.records.values_mut() {
        record.remove(name);
    }
}

fn rename(table: &mut Table, from: &str, to: &str) {
    let field = table.model.fields.remove(from);
    table.model.fields.extend(field.map(|field| (to.to_owned(), field)));
    for record in table.records.values_mut() {
        let value = record.remove(from);
        record.extend(value.map(|value| (to.to_owned(), value)));
    }
}

//! Odoo's demo data: one file for each model with its fields and records, and who may sign in.

mod people;
mod version;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::orm::{Database, Model, Record, Rings, Table, from_demo};

pub use people::{ADMIN_UID, API_KEY, LOGIN, PASSWORD, User, user};
pub use version::upgrade;

/// The name of the database.
pub const DATABASE: &str = "odoo";

/// The moment of the recordings: their stamps, activity states and defaults count from it.
const NOW: &str = "2026-11-21 07:52:00";

/// A fresh copy of the demo database.
pub fn database() -> Database {
    static DEMO: LazyLock<Database> = LazyLock::new(load);
    // Copies of a database share what its rules send, as snapshots have to; this one is another database.
    Database { rings: Rings::default(), ..DEMO.clone() }
}

macro_rules! model_files {
    ($($model:literal)*) => {
        /// Every model that is installed.
        const MODEL_FILES: &[(&str, &str)] = &[$(($model, include_str!(concat!("../demo/", $model, ".json")))),*];
    };
}

model_files! {
    "base.automation"
    "calendar.event"
    "crm.lead"
    "crm.lost.reason"
    "crm.stage"
    "crm.tag"
    "crm.team"
    "ir.actions.server"
    "ir.attachment"
    "ir.model"
    "ir.model.data"
    "ir.model.fields"
    "mail.activity"
    "mail.activity.type"
    "mail.message"
    "mail.message.subtype"
    "mail.tracking.value"
    "project.milestone"
    "project.project"
    "project.tags"
    "project.task"
    "project.task.type"
    "purchase.order"
    "res.company"
    "res.country"
    "res.country.state"
    "res.currency"
    "res.groups"
    "res.lang"
    "res.partner"
    "res.partner.category"
    "res.users"
    "res.users.apikeys"
}

#[derive(Deserialize)]
struct ModelFile {
    #[serde(flatten)]
    model: Model,
    records: Vec<Map<String, Json>>,
}

#[expect(clippy::panic, reason = "the files are part of this crate; a test loads them")]
fn load() -> Database {
    let tables = MODEL_FILES.iter().map(|(name, text)| match serde_json::from_str(text) {
        Ok(file) => ((*name).to_owned(), Arc::new(table(file))),
        Err(err) => panic!("demo/{name}.json: {err}"),
    });
    let xml_ids: BTreeMap<String, (String, i64)> = match serde_json::from_str(include_str!("../demo/xml_ids.json")) {
        Ok(xml_ids) => xml_ids,
        Err(err) => panic!("demo/xml_ids.json: {err}"),
    };
    Database {
        name: DATABASE.to_owned(),
        major: 17,
        accounts: people::accounts(),
        xml_ids,
        now: chrono::NaiveDateTime::parse_from_str(NOW, "%Y-%m-%d %H:%M:%S").unwrap_or_default(),
        calls: 0,
        buttons: BTreeMap::new(),
        rings: Rings::default(),
        tables: tables.collect(),
    }
}

/// A model of an app of one's own, in the shape of the files in `demo/`.
///
/// # Errors
/// What is wrong with the definition.
pub fn model(definition: Json) -> serde_json::Result<Table> {
    serde_json::from_value(definition).map(table)
}

fn table(file: ModelFile) -> Table {
    let model = file.model.with_magic_fields();
    let records = file.records.iter().map(|record| {
        let id = record.get("id").and_then(Json::as_i64).unwrap_or_default();
        let values = record
            .iter()
            .filter(|(name, _)| *name != "id")
            .filter_map(|(name, value)| Some((name.clone(), from_demo(model.fields.get(name)?.kind, value))));
        (id, values.collect::<Record>())
    });
    let records = records.collect();
    Table::new(model, records)
}

//! Odoo's demo data: one file for each model with its fields and records, and who may sign in.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::orm::{Account, Database, Model, Record, Table, from_demo};

/// The name of the database.
pub const DATABASE: &str = "odoo";
/// The login of the user a bridge signs in as.
pub const LOGIN: &str = "bridge";
/// That user's API key.
pub const API_KEY: &str = "BRIDGE_API_KEY";
/// That user's password.
pub const PASSWORD: &str = "BRIDGE_PASSWORD";
/// The uid of that user.
const BRIDGE_UID: i64 = 8;
/// The uid of the administrator.
pub const ADMIN_UID: i64 = 2;

/// The moment of the recordings: their stamps, activity states and defaults count from it.
const NOW: &str = "2026-11-21 07:52:00";

/// A fresh copy of the demo database.
pub fn database() -> Database {
    static DEMO: LazyLock<Database> = LazyLock::new(load);
    DEMO.clone()
}

macro_rules! model_files {
    ($($model:literal)*) => {
        /// Every model that is installed.
        const MODEL_FILES: &[(&str, &str)] = &[$(($model, include_str!(concat!("../demo/", $model, ".json")))),*];
    };
}

model_files! {
    "calendar.event"
    "crm.lead"
    "crm.lost.reason"
    "crm.stage"
    "crm.tag"
    "crm.team"
    "ir.model"
    "ir.model.data"
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
    "res.company"
    "res.country"
    "res.country.state"
    "res.currency"
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
        accounts: accounts(),
        xml_ids,
        now: chrono::NaiveDateTime::parse_from_str(NOW, "%Y-%m-%d %H:%M:%S").unwrap_or_default(),
        tables: tables.collect(),
    }
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

fn accounts() -> Vec<Account> {
    let account = |uid, login: &str, password: &str, api_keys: &[&str], groups: &[&str]| Account {
        uid,
        login: login.to_owned(),
        password: password.to_owned(),
        api_keys: api_keys.iter().map(|key| (*key).to_owned()).collect(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        active: true,
    };
    let everyday = [
        "User types/Internal User",
        "Extra Rights/Contact Creation",
        "Sales/User: All Documents",
        "Sales/User: Own Documents Only",
        "Project/User",
    ];
    let everything = [
        &everyday[..],
        &["Administration/Access Rights", "Administration/Settings", "Project/Administrator", "Sales/Administrator"],
    ]
    .concat();
    vec![
        account(ADMIN_UID, "admin", "admin", &[], &everything),
        account(6, "demo", "demo", &[], &everyday),
        account(BRIDGE_UID, LOGIN, PASSWORD, &[API_KEY, "SECOND_API_KEY"], &everyday),
    ]
}

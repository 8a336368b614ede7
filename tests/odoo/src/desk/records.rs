//! What a test does to the records, as the administrator would.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::Desk;
use crate::demo;
use crate::orm::{self, Database, Env, Page, View};

impl Desk {
    /// Creates a record as the administrator would and returns its id.
    ///
    /// # Panics
    /// When Odoo would refuse the values.
    pub fn create(&self, model: &str, values: &Json) -> i64 {
        create(&mut self.data(), model, values)
    }

    /// Changes a record as the administrator would.
    ///
    /// # Panics
    /// When Odoo would refuse the values.
    pub fn write(&self, model: &str, id: i64, values: &Json) {
        self.write_with(&administrator(), model, id, values);
    }

    /// Changes a record as that user would, whatever their rights.
    ///
    /// # Panics
    /// When nobody has that login, or Odoo would refuse the values.
    pub fn write_as(&self, login: &str, model: &str, id: i64, values: &Json) {
        let uid = self.user(login).uid;
        self.write_with(&Env { uid, ..administrator() }, model, id, values);
    }

    #[expect(clippy::panic, reason = "it fails the test that asks")]
    fn write_with(&self, env: &Env, model: &str, id: i64, values: &Json) {
        let mut data = self.data();
        data.calls += 1;
        if let Err(err) = orm::write(&mut data, env, model, &[id], &members(values)) {
            panic!("writing {model} {id}: {err}");
        }
    }

    /// An app of one's own adds a model, in the shape of the files in `demo/`.
    ///
    /// # Panics
    /// When it is no model.
    #[expect(clippy::panic, reason = "it fails the test that asks")]
    pub fn add_model(&self, model: &str, definition: Json) {
        match demo::model(definition) {
            Ok(table) => self.data().tables.insert(model.to_owned(), Arc::new(table)),
            Err(err) => panic!("adding {model}: {err}"),
        };
    }

    /// An app of one's own adds a button to a model's records: pressing it writes these values, with the rights of who does.
    pub fn add_button(&self, model: &str, method: &str, values: &Json) {
        self.data().buttons.insert((model.to_owned(), method.to_owned()), members(values));
    }

    /// Deletes a record as the administrator would.
    ///
    /// # Panics
    /// When Odoo would refuse to.
    #[expect(clippy::panic, reason = "it fails the test that asks")]
    pub fn delete(&self, model: &str, id: i64) {
        if let Err(err) = orm::unlink(&mut self.data(), &administrator(), model, &[id]) {
            panic!("deleting {model} {id}: {err}");
        }
    }

    /// Reads fields of a record as the administrator would; `None` if it is not there.
    ///
    /// # Panics
    /// When a field does not exist.
    #[expect(clippy::panic, reason = "it fails the test that asks")]
    pub fn record(&self, model: &str, id: i64, fields: &[&str]) -> Option<Json> {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let env = administrator();
        match View::new(&self.data(), &env).read(model, &[id], &fields) {
            Ok(records) => records.into_iter().next(),
            Err(err) => panic!("reading {model} {id}: {err}"),
        }
    }

    /// The ids of the records that a domain finds for the administrator, archived ones left out unless it names `active`.
    ///
    /// # Panics
    /// When Odoo would refuse the domain.
    #[expect(clippy::panic, reason = "it fails the test that asks")]
    pub fn search(&self, model: &str, domain: &Json) -> Vec<i64> {
        let env = administrator();
        match View::new(&self.data(), &env).search(model, domain, &Page::default()) {
            Ok(ids) => ids,
            Err(err) => panic!("searching {model}: {err}"),
        }
    }

    /// How many there are of those.
    ///
    /// # Panics
    /// When Odoo would refuse the domain.
    pub fn count(&self, model: &str, domain: &Json) -> usize {
        self.search(model, domain).len()
    }
}

/// Creates a record as the administrator would.
#[expect(clippy::panic, reason = "it fails the test that asks")]
pub fn create(database: &mut Database, model: &str, values: &Json) -> i64 {
    database.calls += 1;
    match orm::create(database, &administrator(), model, &members(values)) {
        Ok(id) => id,
        Err(err) => panic!("creating a {model}: {err}"),
    }
}

fn administrator() -> Env {
    Env { sudo: true, ..Env::new(demo::ADMIN_UID, Map::new()) }
}

fn members(values: &Json) -> Map<String, Json> {
    values.as_object().cloned().unwrap_or_default()
}

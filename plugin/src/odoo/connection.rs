//! What is asked of Odoo, in the words of this plugin: searches, fields, versions.

use serde_json::{Map, Value, json};

use super::breaker::Breaker;
use super::line::{Keys, Line, one};
use super::{Call, Filter, Method, OdooError, Outage, Reader, Row};
use crate::ports::{Deps, Timestamp};
use crate::settings::Account;

const FIELDS_KEPT_SECONDS: u32 = 24 * 3600;

/// Odoo as one account sees it, for one command: everything has to be done by one deadline.
pub struct Connection<'a> {
    line: Line<'a>,
    reader: Reader,
}

/// A page of records.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// Such as `res.partner`.
    pub model: &'static str,
    /// Which records.
    pub filter: &'a Filter,
    /// Which fields; those that do not exist must be left out.
    pub fields: &'a [&'static str],
    /// Such as `name asc, id asc`; ends with the id, or pages overlap.
    pub order: &'static str,
    /// Records at most.
    pub limit: u32,
}

/// How the connection has been doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// When Odoo answered last, as far as this process knows.
    pub last_good: Option<Timestamp>,
    /// In a row.
    pub failures: u32,
}

impl Health {
    /// Of the account's connection, without asking Odoo.
    #[must_use]
    pub fn of(deps: &Deps<'_>, account: &Account) -> Self {
        let keys = Keys::of(account);
        let last_good = deps.cache.get(&keys.last_good).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { last_good, failures: Breaker::load(deps.cache, &keys.breaker).failures }
    }
}

impl<'a> Connection<'a> {
    /// Connects to nothing yet: the first call does. The account's time starts to run.
    #[must_use]
    pub fn open(deps: Deps<'a>, account: &'a Account, reader: Reader) -> Self {
        Self { line: Line::new(deps, account), reader }
    }

    /// Odoo's version, such as `17.0`.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn version(&self) -> Result<String, OdooError> {
        match self.line.version()? {
            Value::String(version) => Ok(version),
            _ => Err(Outage::Malformed.into()),
        }
    }

    /// Those of `wanted` that the model has and the account may see. Kept for 24 h.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn fields(&self, model: &'static str, wanted: &[&'static str]) -> Result<Vec<&'static str>, OdooError> {
        let cache = self.line.deps.cache;
        let key = format!("{}/fields/{model}", self.line.keys.prefix);
        let known = cache.get(&key).and_then(|bytes| serde_json::from_slice::<Vec<String>>(&bytes).ok());
        let known = match known {
            Some(known) => known,
            None => {
                let kwargs = Map::from_iter([("attributes".to_owned(), json!(["type"]))]);
                let answer =
                    self.execute(&Call { model, method: Method::FieldsGet, args: vec![json!(wanted)], kwargs })?;
                let Value::Object(fields) = answer else { return Err(Outage::Malformed.into()) };
                let known: Vec<String> = fields.into_iter().map(|(field, _)| field).collect();
                cache.set(&key, json!(known).to_string().as_bytes(), FIELDS_KEPT_SECONDS);
                known
            }
        };
        Ok(wanted.iter().copied().filter(|field| known.iter().any(|known| known == field)).collect())
    }

    /// The first records by their order.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn search_read(&self, search: &Search<'_>) -> Result<Vec<Row>, OdooError> {
        Row::list(self.execute(&self.call(search))?)
    }

    /// Several searches at the same time: all of them take about as long as the slowest. The answers come in the
    /// order of the searches, and one that fails leaves the others.
    pub fn search_read_all(&self, searches: &[Search<'_>]) -> Vec<Result<Vec<Row>, OdooError>> {
        let calls: Vec<_> = searches.iter().map(|search| self.call(search)).collect();
        self.execute_all(&calls).into_iter().map(|answer| Row::list(answer?)).collect()
    }

    /// Runs a method as the account.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn execute(&self, call: &Call) -> Result<Value, OdooError> {
        one(self.line.execute(std::slice::from_ref(call)))
    }

    /// Runs several methods at the same time, as [`Connection::search_read_all`] does.
    pub fn execute_all(&self, calls: &[Call]) -> Vec<Result<Value, OdooError>> {
        self.line.execute(calls)
    }

    fn call(&self, search: &Search<'_>) -> Call {
        let kwargs = Map::from_iter([
            ("fields".to_owned(), json!(search.fields)),
            ("order".to_owned(), json!(search.order)),
            ("limit".to_owned(), json!(search.limit)),
            ("context".to_owned(), self.reader.context()),
        ]);
        Call { model: search.model, method: Method::SearchRead, args: vec![search.filter.to_domain()], kwargs }
    }
}

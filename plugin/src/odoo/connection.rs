//! What is asked of Odoo, in the words of this plugin.

mod facts;
mod fenced;
mod fields;
mod language;
mod memory;
mod reads;
mod writes;

pub use facts::Operation;
pub use fields::{Field, Fields, Type};
pub use reads::Search;
pub use writes::{Note, Sight};

use serde_json::Value;

use super::breaker::Breaker;
use super::line::{Keys, Line, one};
use super::{Call, Context, Fence, OdooError, Reader};
use crate::ports::{Deps, Timestamp};
use crate::settings::{Account, Api};

/// Odoo as one account sees it, for one command: everything has to be done by one deadline.
pub struct Connection<'a> {
    line: Line<'a>,
    reader: Reader,
}

/// How the connection has been doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// When Odoo answered last, as far as this process knows.
    pub last_good: Option<Timestamp>,
    /// In a row.
    pub failures: u32,
    /// The dialect of the settings, else the one that was found.
    pub api: Option<Api>,
}

impl Health {
    /// Of the account's connection, without asking Odoo.
    #[must_use]
    pub fn of(deps: &Deps<'_>, account: &Account) -> Self {
        let keys = Keys::of(account);
        let last_good = deps.cache.get(&keys.last_good).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let found = || serde_json::from_slice(&deps.cache.get(&keys.api)?).ok();
        let breakers = [&keys.server_breaker, &keys.account_breaker];
        let failures = breakers.map(|key| Breaker::load(deps.cache, key).failures).into_iter().max().unwrap_or(0);
        Self { last_good, failures, api: account.api.or_else(found) }
    }
}

impl<'a> Connection<'a> {
    /// Connects to nothing yet: the first call does. The account's time starts to run.
    #[must_use]
    pub fn open(deps: Deps<'a>, account: &'a Account, reader: Reader) -> Self {
        Self { line: Line::new(deps, account), reader }
    }

    /// The same inside a fence.
    #[must_use]
    pub fn within(self, fence: Option<Fence>) -> Self {
        Self { reader: self.reader.within(fence), ..self }
    }

    /// Runs a method as the account.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn execute(&self, call: Call) -> Result<Value, OdooError> {
        one(self.execute_all(vec![call]))
    }

    /// Runs several methods at the same time: all of them take about as long as the slowest. The answers come in the
    /// order of the calls, and one that fails leaves the others.
    pub fn execute_all(&self, calls: Vec<Call>) -> Vec<Result<Value, OdooError>> {
        match self.reader.fence() {
            None => self.execute_anywhere(calls),
            Some(fence) => self.execute_fenced(fence, calls),
        }
    }

    /// The same whatever fence there is.
    fn execute_anywhere(&self, calls: Vec<Call>) -> Vec<Result<Value, OdooError>> {
        let context = match self.context() {
            Ok(context) => context,
            Err(error) => return vec![Err(error); calls.len()],
        };
        self.line.execute(calls.into_iter().map(|call| call.within(&context)).collect())
    }

    /// Runs a method under further circumstances.
    fn execute_within(&self, context: &Context, call: Call) -> Result<Value, OdooError> {
        self.execute(call.within(context))
    }
}

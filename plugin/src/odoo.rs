//! The Odoo client: one connection over any adapter, typed reads, typed errors. Knows nothing of Mattermost.

mod breaker;
mod connection;
mod domain;
mod error;
mod explain;
mod json_rpc;
mod method;
pub mod partner;
mod reader;
mod value;

pub use connection::{Connection, Health, Search};
pub use domain::Filter;
pub use error::{Fault, OdooError, Outage};
pub use explain::explain;
pub use json_rpc::JsonRpc;
pub use method::{Class, Method};
pub use reader::Reader;
pub use value::{Many2One, Row};

use serde_json::{Map, Value};

use crate::ports::Timestamp;
use crate::settings::Account;

/// One dialect of Odoo's API: one exchange per call, no memory, no retry. [`Connection`] adds those.
pub trait Odoo {
    /// What the server is, without a login; `server_version` as it gives it, such as `17.0`.
    fn version(&self, deadline: Timestamp) -> Result<String, OdooError>;
    /// The user id of the account.
    fn sign_in(&self, account: &Account, deadline: Timestamp) -> Result<UserId, OdooError>;
    /// Runs a method; `null` if it returned nothing.
    fn execute(&self, account: &Account, user: UserId, call: &Call, deadline: Timestamp) -> Result<Value, OdooError>;
}

/// A user in Odoo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserId(pub i64);

/// A method of a model with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Such as `res.partner`.
    pub model: &'static str,
    /// Which.
    pub method: Method,
    /// By position.
    pub args: Vec<Value>,
    /// By name.
    pub kwargs: Map<String, Value>,
}

//! Odoo's RPC services, whatever transport a call came by.

mod common;
mod db;
mod object;

use serde_json::Value as Json;

use crate::error::OdooError;
use crate::fault::Fault;
use crate::method::Returned;
use crate::orm::Database;

pub use common::version;

/// One call of a method of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// `common`, `db` or `object`.
    pub service: String,
    /// The method of the service.
    pub method: String,
    /// Its arguments.
    pub args: Vec<Json>,
}

/// Answers a call.
///
/// # Errors
/// The exception Odoo would raise.
pub fn dispatch(db: &mut Database, fault: Option<&Fault>, request: &Request) -> Result<Returned, OdooError> {
    if let Some(Fault::Exception { name, message }) = fault {
        return Err(OdooError::new(name, message.as_str()));
    }
    match request.service.as_str() {
        "common" => common::call(db, fault, &request.method, &request.args).map(Returned::Value),
        "db" => db::call(db, &request.method).map(Returned::Value),
        "object" => object::call(db, fault, &request.method, &request.args),
        unknown => Err(OdooError::new("builtins.KeyError", unknown)),
    }
}

/// The error for a database that is not there.
fn check_database(db: &Database, name: Option<&Json>) -> Result<(), OdooError> {
    match name.and_then(Json::as_str).unwrap_or_default() {
        name if name == db.name => Ok(()),
        name => Err(OdooError::new(
            "psycopg2.OperationalError",
            format!(
                "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"{name}\" does not exist\n"
            ),
        )),
    }
}

fn method_not_found(method: &str) -> OdooError {
    OdooError::new("builtins.Exception", format!("Method not found: {method}"))
}

//! The `db` service, as far as a client meets it.

use serde_json::{Value as Json, json};

use super::common;
use super::method_not_found;
use crate::error::OdooError;
use crate::orm::Database;

/// Calls a method of the service.
pub fn call(db: &Database, method: &str) -> Result<Json, OdooError> {
    match method {
        "list" => Ok(json!([db.name])),
        "server_version" => Ok(common::version(db.major)["server_version"].clone()),
        unknown => Err(method_not_found(unknown)),
    }
}

//! The `common` service: the version and who is who. It needs no credentials of its own.

use serde_json::{Value as Json, json};

use super::{check_database, method_not_found};
use crate::error::OdooError;
use crate::fault::Fault;
use crate::orm::Database;
use crate::python;

/// Calls a method of the service.
pub fn call(db: &Database, fault: Option<&Fault>, method: &str, args: &[Json]) -> Result<Json, OdooError> {
    match method {
        "version" => Ok(version(db.major)),
        "login" => authenticate(db, fault, args, "exp_login()", &["db", "login", "password"]),
        "authenticate" => {
            authenticate(db, fault, args, "exp_authenticate()", &["db", "login", "password", "user_agent_env"])
        }
        unknown => Err(method_not_found(unknown)),
    }
}

/// What `version` and `/web/webclient/version_info` answer.
pub fn version(major: u8) -> Json {
    let name = format!("{major}.0");
    json!({
        "server_version": name,
        "server_version_info": [major, 0, 0, "final", 0, ""],
        "server_serie": name,
        "protocol_version": 1,
    })
}

/// The uid, or false: a wrong login, password or key is no error here.
fn authenticate(
    db: &Database,
    fault: Option<&Fault>,
    args: &[Json],
    function: &str,
    names: &[&str],
) -> Result<Json, OdooError> {
    if let Some(text) = python::missing_arguments(function, names.get(args.len()..).unwrap_or_default()) {
        return Err(OdooError::type_error(text));
    }
    check_database(db, args.first())?;
    if matches!(fault, Some(Fault::LoginRefused | Fault::KeyRevoked)) {
        return Ok(json!(false));
    }
    let text = |index: usize| args.get(index).and_then(Json::as_str).unwrap_or_default();
    Ok(db.sign_in(text(1), text(2)).map_or(json!(false), |uid| json!(uid)))
}

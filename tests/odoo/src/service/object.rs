//! The `object` service: methods of models, with credentials in every call.

use serde_json::{Map, Value as Json};

use super::{check_database, method_not_found};
use crate::error::OdooError;
use crate::fault::Fault;
use crate::method::{self, Returned};
use crate::orm::Database;
use crate::python;

/// Calls a method of the service: `execute_kw` and, with no named arguments, `execute`.
pub fn call(db: &mut Database, fault: Option<&Fault>, method: &str, args: &[Json]) -> Result<Returned, OdooError> {
    let [database, uid, secret, rest @ ..] = args else {
        return Err(too_few(args.len()));
    };
    check_database(db, Some(database))?;
    let uid = uid.as_i64().unwrap_or_default();
    check_credentials(db, fault, uid, secret.as_str().unwrap_or_default())?;
    let [model, name, rest @ ..] = rest else {
        return Err(too_few(args.len()));
    };
    let (positional, named) = match method {
        "execute_kw" => match rest.first() {
            None => return Err(too_few(args.len())),
            Some(positional) => (positional.as_array().cloned().unwrap_or_default(), rest.get(1)),
        },
        "execute" => (rest.to_vec(), None),
        unknown => return Err(method_not_found(unknown)),
    };
    let named = named.and_then(Json::as_object).cloned().unwrap_or_else(Map::new);
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    method::call(db, uid, &text(model), &text(name), positional, named)
}

fn check_credentials(db: &mut Database, fault: Option<&Fault>, uid: i64, secret: &str) -> Result<(), OdooError> {
    if db.account(uid).is_none() {
        return Err(OdooError::missing(&format!("res.users({uid},)"), uid));
    }
    if db.admit(uid, secret) && !matches!(fault, Some(Fault::KeyRevoked)) {
        return Ok(());
    }
    Err(OdooError::access_denied())
}

fn too_few(given: usize) -> OdooError {
    let names = ["db", "uid", "passwd", "obj", "method", "args"];
    let missing = names.get(given..).unwrap_or_default();
    OdooError::type_error(python::missing_arguments("execute_kw()", missing).unwrap_or_default())
}

//! The methods of models that a client may call, by the names Odoo gives them.

mod arguments;
mod describe;
mod load;
mod pipeline;
mod purchase;
mod read_group;
mod returned;
mod search;
mod thread;
mod write;

use serde_json::{Map, Value as Json};

use crate::error::OdooError;
use crate::orm::{Database, Env, Value, View};
use arguments::Arguments;

pub use returned::Returned;

/// Calls a method of a model.
///
/// # Errors
/// Whatever exception Odoo would raise; the database is then as it was before.
pub fn call(
    db: &mut Database,
    uid: i64,
    model: &str,
    method: &str,
    positional: Vec<Json>,
    named: Map<String, Json>,
) -> Result<Returned, OdooError> {
    db.table(model)?;
    if method.starts_with('_') {
        return Err(OdooError::access(format!("Private methods (such as {method}) cannot be called remotely.")));
    }
    let mut arguments = Arguments::new(method, positional, named);
    let env = Env::new(uid, arguments.context());
    check_language(db, &env)?;
    check_companies(db, &env)?;
    if let Some(answer) = look(View::new(db, &env), model, method, &mut arguments) {
        return arguments.finish().and(answer).map(Returned::Value);
    }
    let before = db.clone();
    db.calls += 1;
    let answer =
        write::call(db, &env, model, method, &mut arguments).unwrap_or_else(|| Err(no_such_method(model, method)));
    let answer = answer.and_then(|returned| arguments.finish().map(|()| returned));
    if answer.is_err() {
        *db = before;
    }
    answer
}

/// Methods that change nothing; `None` if the method is not one of them.
fn look(view: View<'_>, model: &str, method: &str, arguments: &mut Arguments) -> Option<Result<Json, OdooError>> {
    Some(match (model, method) {
        (_, "search") => search::search(view, model, arguments),
        (_, "search_count") => search::search_count(view, model, arguments),
        (_, "search_read") => search::search_read(view, model, arguments),
        (_, "web_search_read") => search::web_search_read(view, model, arguments),
        (_, "name_search") => search::name_search(view, model, arguments),
        (_, "read") => search::read(view, model, arguments),
        (_, "read_group") => read_group::read_group(view, model, arguments),
        (_, "fields_get") => describe::fields_get(view, model, arguments),
        (_, "default_get") => describe::default_get(view, model, arguments),
        (_, "check_access_rights") => describe::check_access_rights(view, model, arguments),
        (_, "has_access") if view.db.major > 17 => describe::has_access(view, model, arguments),
        ("res.users", "context_get") => describe::context_get(view),
        ("ir.model.data", "check_object_reference") => describe::check_object_reference(view, arguments),
        (_, "message_subscribe") if thread::is_threaded(model) => thread::message_subscribe(view, model, arguments),
        ("mail.activity", "activity_format") => search::read(view, model, arguments),
        _ => return None,
    })
}

/// From 18 on a language that is not installed is refused; 17 takes it for English.
fn check_language(db: &Database, env: &Env) -> Result<(), OdooError> {
    let Some(code) = env.context.get("lang").and_then(Json::as_str).filter(|code| *code != "en_US") else {
        return Ok(());
    };
    let languages = db.table("res.lang")?.records.keys();
    let stored = |id: &i64, field| db.stored("res.lang", *id, field).to_owned();
    let wanted = [Value::Text(code.to_owned()), Value::Bool(true)];
    let is_installed = |id: &i64| ["code", "active"].map(|field| stored(id, field)) == wanted;
    if db.major < 18 || languages.into_iter().any(is_installed) {
        return Ok(());
    }
    Err(OdooError::user(format!("Invalid language code: {code}")))
}

/// Nobody acts for a company that they do not belong to.
fn check_companies(db: &Database, env: &Env) -> Result<(), OdooError> {
    let own = db.stored("res.users", env.uid, "company_ids").ids().to_vec();
    match env.companies().iter().all(|id| own.contains(id)) {
        true => Ok(()),
        false => Err(OdooError::access("Access to unauthorized or invalid companies.")),
    }
}

fn no_such_method(model: &str, method: &str) -> OdooError {
    OdooError::new("builtins.AttributeError", format!("The method '{method}' does not exist on the model '{model}'"))
}

/// The members of an object; none of anything else.
fn members(values: Json) -> Map<String, Json> {
    match values {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}

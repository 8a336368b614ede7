//! Methods that change something.

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use super::members;
use super::purchase;
use super::returned::Returned;
use super::thread;
use crate::error::OdooError;
use crate::orm::{self, Database, Env, View};

/// Calls it; `None` if the method is not known.
pub fn call(
    db: &mut Database,
    env: &Env,
    model: &str,
    method: &str,
    arguments: &mut Arguments,
) -> Option<Result<Returned, OdooError>> {
    Some(match (model, method) {
        (_, "create") => create(db, env, model, arguments),
        (_, "write") => write(db, env, model, arguments).map(Returned::Value),
        (_, "unlink") => {
            let ids = arguments.ids();
            ids.and_then(|ids| orm::unlink(db, env, model, &ids)).map(|()| json!(true).into())
        }
        (_, "copy") => copy(db, env, model, arguments),
        (_, "load") => super::load::load(db, env, model, arguments).map(Returned::Value),
        (_, "name_create") => name_create(db, env, model, arguments).map(Returned::Value),
        (_, "action_archive") => archive(db, env, model, arguments, |_| false),
        (_, "action_unarchive") => archive(db, env, model, arguments, |_| true),
        (_, "toggle_active") => archive(db, env, model, arguments, |was_active| !was_active),
        (_, "message_post") if thread::is_threaded(model) => thread::message_post(db, env, model, arguments),
        (_, "activity_schedule") if thread::is_threaded(model) => thread::activity_schedule(db, env, model, arguments),
        ("mail.activity", "action_feedback" | "action_done") => thread::action_feedback(db, env, arguments),
        (purchase::MODEL, _) => return purchase::call(db, env, method, arguments),
        ("crm.lead", _) => return super::pipeline::call(db, env, method, arguments),
        _ => return own_button(db, env, model, method, arguments),
    })
}

/// A button of an app of one's own returns true; `None` if there is none of that name.
fn own_button(
    db: &mut Database,
    env: &Env,
    model: &str,
    method: &str,
    arguments: &mut Arguments,
) -> Option<Result<Returned, OdooError>> {
    let values = db.buttons.get(&(model.to_owned(), method.to_owned()))?.clone();
    let ids = arguments.ids();
    Some(ids.and_then(|ids| orm::write(db, env, model, &ids, &values)).map(|_| json!(true).into()))
}

/// One object makes one record, a list of objects several, all or none.
fn create(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let values = arguments.required("vals_list")?;
    let (many, values) = match values {
        Json::Array(many) => (true, many),
        one => (false, vec![one]),
    };
    let ids =
        values.iter().map(|values| orm::create(db, env, model, &members(values.clone()))).collect::<Result<_, _>>()?;
    Ok(Returned::Created { ids, many })
}

fn write(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let ids = arguments.ids()?;
    let values = arguments.required("vals")?;
    orm::write(db, env, model, &ids, &members(values))?;
    Ok(json!(true))
}

fn name_create(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let name = arguments.required("name")?;
    let field = db.table(model)?.model.names.first().cloned().unwrap_or_default();
    let id = orm::create(db, env, model, &Map::from_iter([(field, name)]))?;
    Ok(json!([id, View::new(db, env).label(model, id)]))
}

/// `copy(default)`, of one record until 18. Names say that they are copies.
fn copy(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    let instead = arguments.optional("default");
    let mut copies = Vec::new();
    for id in ids {
        let mut values = View::new(db, env).values_to_copy(model, id)?;
        if let Some(Json::String(name)) = values.get_mut("name") {
            name.push_str(" (copy)");
        }
        values.extend(members(instead.clone()));
        copies.push(orm::create(db, env, model, &values)?);
    }
    Ok(match copies.as_slice() {
        [only] => Returned::Record(*only),
        _ => Returned::Records { model: model.to_owned(), ids: copies },
    })
}

fn archive(
    db: &mut Database,
    env: &Env,
    model: &str,
    arguments: &mut Arguments,
    becomes: impl Fn(bool) -> bool,
) -> Result<Returned, OdooError> {
    for id in arguments.ids()? {
        let was_active = View::new(db, env).value(model, id, "active").is_true();
        orm::write(db, env, model, &[id], &Map::from_iter([("active".to_owned(), json!(becomes(was_active)))]))?;
    }
    Ok(Returned::Nothing)
}

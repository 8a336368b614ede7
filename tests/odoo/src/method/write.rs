//! Methods that change something.

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use crate::error::OdooError;
use crate::orm::{self, Database, Env, View};

/// Calls it; `None` if the method is not known.
pub fn call(
    db: &mut Database,
    env: &Env,
    model: &str,
    method: &str,
    arguments: &mut Arguments,
) -> Option<Result<Option<Json>, OdooError>> {
    Some(match method {
        "create" => create(db, env, model, arguments).map(Some),
        "write" => write(db, env, model, arguments).map(Some),
        "unlink" => arguments.ids().and_then(|ids| orm::unlink(db, env, model, &ids)).map(|()| Some(json!(true))),
        "name_create" => name_create(db, env, model, arguments).map(Some),
        "action_archive" => arguments.ids().and_then(|ids| orm::archive(db, env, model, &ids, false)).map(|()| None),
        "action_unarchive" => arguments.ids().and_then(|ids| orm::archive(db, env, model, &ids, true)).map(|()| None),
        "toggle_active" => arguments.ids().and_then(|ids| toggle_active(db, env, model, &ids)).map(|()| None),
        _ => return None,
    })
}

/// One object gives one id, a list of objects a list of ids.
fn create(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    match arguments.required("vals_list")? {
        Json::Array(many) => {
            let ids: Result<Vec<i64>, _> =
                many.iter().map(|values| orm::create(db, env, model, &object(values))).collect();
            Ok(json!(ids?))
        }
        one => Ok(json!(orm::create(db, env, model, &object(&one))?)),
    }
}

fn write(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let ids = arguments.ids()?;
    let values = arguments.required("vals")?;
    orm::write(db, env, model, &ids, &object(&values))?;
    Ok(json!(true))
}

fn name_create(db: &mut Database, env: &Env, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let name = arguments.required("name")?;
    let field = db.table(model)?.model.names.first().cloned().unwrap_or_default();
    let id = orm::create(db, env, model, &Map::from_iter([(field, name)]))?;
    Ok(json!([id, View::new(db, env).label(model, id)]))
}

fn toggle_active(db: &mut Database, env: &Env, model: &str, ids: &[i64]) -> Result<(), OdooError> {
    for id in ids {
        let active = View::new(db, env).value(model, *id, "active").is_true();
        orm::archive(db, env, model, &[*id], !active)?;
    }
    Ok(())
}

fn object(values: &Json) -> Map<String, Json> {
    values.as_object().cloned().unwrap_or_default()
}

//! What hangs on records: messages, followers, activities.

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use super::members;
use super::returned::Returned;
use crate::error::OdooError;
use crate::orm::{self, Database, Env, FIRST_WITH_JSON_2, View, escaped};
use crate::python;

/// The models whose records have messages and activities.
const THREADED: [&str; 6] =
    ["calendar.event", "crm.lead", "project.project", "project.task", "purchase.order", "res.partner"];

/// Whether records of this model have messages and activities.
pub fn is_threaded(model: &str) -> bool {
    THREADED.contains(&model)
}

/// `message_post` on one record, its arguments by name only. A body is text unless `body_is_html` says otherwise.
pub fn message_post(
    db: &mut Database,
    env: &Env,
    model: &str,
    arguments: &mut Arguments,
) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    let [id] = ids.as_slice() else {
        let ids: Vec<Json> = ids.iter().map(|id| json!(id)).collect();
        return Err(OdooError::value(format!("Expected singleton: {model}{}", python::repr_tuple(&ids))));
    };
    readable(View::new(db, env), model, *id)?;
    let body = arguments.named("body");
    let body = body.as_str().unwrap_or_default();
    let is_html = arguments.named("body_is_html") == json!(true);
    let (author, email) = author(View::new(db, env), &arguments.named("author_id"), &arguments.named("email_from"))?;
    let subtype = match arguments.named("subtype_id").as_i64() {
        Some(id) => json!(id),
        None => {
            let xml_id = arguments.named("subtype_xmlid");
            referenced(db, xml_id.as_str().unwrap_or("mail.mt_note"))?
        }
    };
    let kind = arguments.named("message_type");
    for ignored in ["subject", "parent_id", "partner_ids", "attachments"] {
        arguments.named(ignored);
    }
    let files: Vec<i64> =
        arguments.named("attachment_ids").as_array().into_iter().flatten().filter_map(Json::as_i64).collect();
    for file in &files {
        readable(View::new(db, env), "ir.attachment", *file)?;
    }
    let message = members(json!({
        "model": model,
        "res_id": id,
        "record_name": View::new(db, env).label(model, *id),
        "body": if is_html { body.to_owned() } else { escaped(body) },
        "attachment_ids": [[6, 0, files]],
        "message_type": kind.as_str().unwrap_or("notification"),
        "subtype_id": subtype,
        "author_id": author,
        "email_from": email,
        "date": orm::timestamp(db.now),
    }));
    orm::create(db, env, "mail.message", &message).map(Returned::Record)
}

/// `message_subscribe(partner_ids, subtype_ids)`: nobody is told, so following has no effect that a client could see.
pub fn message_subscribe(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    for id in arguments.ids()? {
        readable(view, model, id)?;
    }
    arguments.optional("partner_ids");
    arguments.optional("subtype_ids");
    Ok(json!(true))
}

/// `activity_schedule(act_type_xmlid, date_deadline, summary, note, …)` on each of the records.
pub fn activity_schedule(
    db: &mut Database,
    env: &Env,
    model: &str,
    arguments: &mut Arguments,
) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    let xml_id = arguments.optional("act_type_xmlid");
    let mut values = Map::from_iter([("automated".to_owned(), json!(true))]);
    for name in ["date_deadline", "summary", "note"] {
        values.insert(name.to_owned(), arguments.optional(name));
    }
    for name in ["user_id", "activity_type_id"] {
        values.insert(name.to_owned(), arguments.named(name));
    }
    // What was not given is left to the defaults, as Odoo does.
    values.retain(|_, value| !matches!(value, Json::Null | Json::Bool(false)));
    if let Some(xml_id) = xml_id.as_str().filter(|xml_id| !xml_id.is_empty()) {
        values.insert("activity_type_id".to_owned(), referenced(db, xml_id)?);
    }
    let mut context = env.context.clone();
    context.insert("default_res_model".to_owned(), json!(model));
    let env = Env { context, ..env.clone() };
    let mut made = Vec::new();
    for id in ids {
        values.insert("res_id".to_owned(), json!(id));
        made.push(orm::create(db, &env, "mail.activity", &values)?);
    }
    Ok(Returned::Records { model: "mail.activity".to_owned(), ids: made })
}

/// `action_feedback(feedback, attachment_ids)` and `action_done()`: the activity becomes a message on its record and
/// goes, or is archived from 19 on.
pub fn action_feedback(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    let feedback = arguments.optional("feedback");
    arguments.optional("attachment_ids");
    let mut last = json!(false);
    for id in &ids {
        let view = View::new(db, env);
        let label = |field: &str| view.value("mail.activity", *id, field).text().map(escaped).unwrap_or_default();
        let kind = view.value("mail.activity", *id, "activity_type_id").id();
        let kind = kind.map_or_else(String::new, |kind| view.label("mail.activity.type", kind));
        let told = feedback.as_str().filter(|text| !text.is_empty());
        let told = told.map_or_else(String::new, |text| format!("<div>Feedback: {}</div>", escaped(text)));
        let message = members(json!({
            "model": view.value("mail.activity", *id, "res_model").text(),
            "res_id": view.value("mail.activity", *id, "res_id").id(),
            "record_name": view.value("mail.activity", *id, "res_name").text(),
            "body": format!("<div><p>{kind} done: {}</p>{told}</div>", label("summary")),
            "message_type": "notification",
            "subtype_id": referenced(db, "mail.mt_activities")?,
            "author_id": view.value("res.users", env.uid, "partner_id").id(),
            "date": orm::timestamp(db.now),
        }));
        last = json!(orm::create(db, env, "mail.message", &message)?);
    }
    if db.major >= FIRST_WITH_JSON_2 {
        orm::write(db, env, "mail.activity", &ids, &members(json!({"active": false})))?;
    } else {
        orm::unlink(db, env, "mail.activity", &ids)?;
    }
    Ok(last.into())
}

/// The author of a message: the caller unless another is named. Somebody without an address may not post.
fn author(view: View<'_>, author: &Json, email: &Json) -> Result<(Json, String), OdooError> {
    let partner = match author {
        Json::Null => view.value("res.users", view.env.uid, "partner_id").id(),
        other => other.as_i64().filter(|id| *id > 0),
    };
    let text = |field| partner.map(|id| view.value("res.partner", id, field)).and_then(|v| v.text().map(str::to_owned));
    let email = match (email.as_str(), text("name"), text("email")) {
        (Some(email), ..) => email.to_owned(),
        (None, Some(name), Some(email)) => format!("\"{name}\" <{email}>"),
        _ => {
            let advice = "Unable to send message, please configure the sender's email address.";
            return Err(OdooError::user(advice));
        }
    };
    Ok((partner.map_or(json!(false), |id| json!(id)), email))
}

/// The record behind an external id of Odoo's own.
fn referenced(db: &Database, xml_id: &str) -> Result<Json, OdooError> {
    match db.xml_ids.get(xml_id) {
        Some((_, id)) => Ok(json!(id)),
        None => Err(OdooError::value(format!("External ID not found in the system: {xml_id}"))),
    }
}

fn readable(view: View<'_>, model: &str, id: i64) -> Result<(), OdooError> {
    if !view.table(model)?.records.contains_key(&id) {
        return Err(OdooError::missing(&format!("{model}({id},)"), view.env.uid));
    }
    view.check_document(model, id)
}

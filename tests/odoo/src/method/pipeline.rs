//! What the buttons of a lead do.

use serde_json::{Value as Json, json};

use super::arguments::Arguments;
use super::members;
use super::returned::Returned;
use crate::error::OdooError;
use crate::orm::{self, Database, Env, Page, View};

const MODEL: &str = "crm.lead";

/// Calls it; `None` if the method is not known.
pub fn call(
    db: &mut Database,
    env: &Env,
    method: &str,
    arguments: &mut Arguments,
) -> Option<Result<Returned, OdooError>> {
    Some(match method {
        "action_set_lost" => set_lost(db, env, arguments),
        "action_set_won" => set_won(db, env, arguments).map(|_| json!(true).into()),
        "action_set_won_rainbowman" => set_won(db, env, arguments).map(|ids| rainbow(View::new(db, env), &ids).into()),
        "convert_opportunity" => convert(db, env, arguments),
        _ => return None,
    })
}

/// `action_set_lost(lost_reason_id)` returns nothing.
fn set_lost(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    let mut values = members(json!({"active": false, "probability": 0}));
    match arguments.named("lost_reason_id") {
        Json::Null => {}
        reason => drop(values.insert("lost_reason_id".to_owned(), reason)),
    }
    orm::write(db, env, MODEL, &ids, &values)?;
    Ok(Returned::Nothing)
}

fn set_won(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Vec<i64>, OdooError> {
    let ids = arguments.ids()?;
    let page = Page { limit: Some(1), ..Page::default() };
    let won = View::new(db, env).search("crm.stage", &json!([["is_won", "=", true]]), &page)?;
    let stage = won.first().map_or(json!(false), |id| json!(id));
    orm::write(db, env, MODEL, &ids, &members(json!({"stage_id": stage, "active": true})))?;
    Ok(ids)
}

/// The cheers for the first deal of a salesperson; `true` for any other.
fn rainbow(view: View<'_>, ids: &[i64]) -> Json {
    let owner = ids.first().and_then(|id| view.value(MODEL, *id, "user_id").id());
    let won = json!([["user_id", "=", owner], ["probability", "=", 100], ["type", "=", "opportunity"]]);
    match view.search(MODEL, &won, &Page::default()) {
        Ok(deals) if deals.len() == 1 => json!({"effect": {
            "fadeout": "slow",
            "message": "Go, go, go! Congrats for your first deal.",
            "img_url": "/web/static/img/smile.svg",
            "type": "rainbow_man",
        }}),
        _ => json!(true),
    }
}

/// `convert_opportunity(partner, user_ids, team_id)`.
fn convert(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    let partner = match arguments.optional("partner") {
        Json::Null => arguments.named("partner_id"),
        partner => partner,
    };
    let mut values = members(json!({"type": "opportunity"}));
    if let Some(partner) = partner.as_i64() {
        values.insert("partner_id".to_owned(), json!(partner));
    }
    orm::write(db, env, MODEL, &ids, &values)?;
    Ok(json!(true).into())
}

//! What the buttons of a purchase order do. Built from public sources, not from recordings: Purchase was not installed there.

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use super::members;
use super::returned::Returned;
use crate::error::OdooError;
use crate::orm::{self, Database, Env, Value, View};

/// The model.
pub const MODEL: &str = "purchase.order";
/// From this amount on a manager has to agree, as Odoo has it once its second step is switched on.
const TWO_STEPS_FROM: f64 = 5000.0;
const MANAGER: &str = "Purchase/Administrator";

/// Calls it; `None` if the method is not known.
pub fn call(
    db: &mut Database,
    env: &Env,
    method: &str,
    arguments: &mut Arguments,
) -> Option<Result<Returned, OdooError>> {
    Some(match method {
        "button_confirm" => confirm(db, env, arguments),
        "button_approve" => approve(db, env, arguments),
        "button_cancel" => cancel(db, env, arguments),
        _ => return None,
    })
}

/// `button_confirm()`: what was confirmed before is left out.
fn confirm(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    for id in arguments.ids()? {
        if matches!(state(View::new(db, env), id).as_str(), "draft" | "sent") {
            let values = match may_approve(View::new(db, env), id) {
                true => bought(db),
                false => members(json!({"state": "to approve"})),
            };
            orm::write(db, env, MODEL, &[id], &values)?;
        }
    }
    Ok(json!(true).into())
}

/// `button_approve(force)`: what the caller may not approve is left as it is, without a word.
fn approve(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    arguments.optional("force");
    for id in ids {
        if may_approve(View::new(db, env), id) {
            let values = bought(db);
            orm::write(db, env, MODEL, &[id], &values)?;
        }
    }
    Ok(json!({}).into())
}

/// `button_cancel()` returns nothing.
fn cancel(db: &mut Database, env: &Env, arguments: &mut Arguments) -> Result<Returned, OdooError> {
    let ids = arguments.ids()?;
    orm::write(db, env, MODEL, &ids, &members(json!({"state": "cancel"})))?;
    Ok(Returned::Nothing)
}

fn bought(db: &Database) -> Map<String, Json> {
    members(json!({"state": "purchase", "date_approve": orm::timestamp(db.now)}))
}

fn state(view: View<'_>, id: i64) -> String {
    view.value(MODEL, id, "state").text().unwrap_or_default().to_owned()
}

fn may_approve(view: View<'_>, id: i64) -> bool {
    let is_small = match view.value(MODEL, id, "amount_total") {
        Value::Float(amount) => amount < TWO_STEPS_FROM,
        _ => true,
    };
    is_small || view.env.sudo || view.account().is_some_and(|account| account.is_in(MANAGER))
}

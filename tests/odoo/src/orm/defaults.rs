//! What a new record holds that nobody gave.

use chrono::{NaiveDateTime, TimeDelta, Timelike as _};
use serde_json::{Map, Value as Json, json};

use super::database::timestamp;
use super::view::View;
use crate::error::OdooError;

/// The defaults of a model for fields that the values do not name.
pub fn defaults(view: View<'_>, model: &str, fields: &[String]) -> Result<Map<String, Json>, OdooError> {
    let mut defaults = Map::new();
    for name in fields {
        let from_context = view.env.context.get(&format!("default_{name}"));
        let default = match from_context {
            Some(value) => Some(value.clone()),
            None => view.field(model, name)?.default.as_ref().map(|default| filled_in(view, default)),
        };
        if let Some(value) = default {
            defaults.insert(name.clone(), value);
        }
    }
    Ok(defaults)
}

/// The values of a `create` with the defaults of all other fields.
pub fn with_defaults(view: View<'_>, model: &str, values: &Map<String, Json>) -> Result<Map<String, Json>, OdooError> {
    let missing: Vec<String> =
        view.table(model)?.model.fields.keys().filter(|name| !values.contains_key(*name)).cloned().collect();
    let mut all = defaults(view, model, &missing)?;
    all.extend(values.clone());
    Ok(all)
}

/// A default with the caller and the moment in place of what stands for them.
fn filled_in(view: View<'_>, default: &Json) -> Json {
    match default {
        Json::Array(items) => items.iter().map(|item| filled_in(view, item)).collect(),
        Json::String(text) => match text.as_str() {
            "$uid" => json!(view.env.uid),
            "$company" => {
                let own = || view.db.stored("res.users", view.env.uid, "company_id").id();
                json!(view.env.companies().first().copied().or_else(own))
            }
            "$partner" => json!(view.db.stored("res.users", view.env.uid, "partner_id").id()),
            "$today" => json!(view.db.now.date().to_string()),
            "$next_half_hour" => json!(timestamp(next_half_hour(view.db.now))),
            "$an_hour_later" => json!(timestamp(next_half_hour(view.db.now) + TimeDelta::hours(1))),
            _ => default.clone(),
        },
        other => other.clone(),
    }
}

/// When a meeting starts that nobody gave a time.
fn next_half_hour(now: NaiveDateTime) -> NaiveDateTime {
    let minutes = i64::from(30 - now.minute() % 30);
    now - TimeDelta::seconds(i64::from(now.second())) + TimeDelta::minutes(minutes)
}

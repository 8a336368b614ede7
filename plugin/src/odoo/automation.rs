//! The one rule that this plugin makes in Odoo: "on save of such a record, ring this doorbell".
//!
//! Rules and actions are on the deny list for everything else. What is admitted here has one shape each ([`is_admitted`]): a rule
//! on save with fields that trigger it and one action that sends a webhook to a doorbell, and another address for such an action.
//! With trigger fields one save rings once (measured on 17: 22 times on create without them).

use serde_json::{Map, Value, json};

use super::{Call, Connection, Context, Fault, Filter, Method, OdooError, Operation, Row, Search, Values};

const RULE: &str = "base.automation";
const ACTION: &str = "ir.actions.server";
const TRIGGER: &str = "on_create_or_write";
const KIND: &str = "webhook";
const USAGE: &str = "base_automation";
/// In every address that a rule may ring.
const DOORBELL: &str = "/doorbell/v1/";
const RULE_FIELDS: [&str; 5] = ["action_server_ids", "model_id", "name", "trigger", "trigger_field_ids"];
const ACTION_FIELDS: [&str; 5] = ["model_id", "name", "state", "usage", "webhook_url"];
/// Fields of one rule.
const FIELDS_MAX: u32 = 50;

/// A rule as it is to be.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// How it is found again.
    pub name: &'a str,
    /// The model whose records ring.
    pub model: &'a str,
    /// The fields whose change rings.
    pub fields: &'a [&'static str],
    /// The doorbell.
    pub address: &'a str,
}

/// Whether the account may make rules here; false as well where Odoo has none.
///
/// # Errors
/// See [`OdooError`].
pub fn may_make(connection: &Connection<'_>) -> Result<bool, OdooError> {
    if connection.release()?.major() < 17 {
        return Ok(false);
    }
    for model in [RULE, ACTION] {
        match connection.may(model, Operation::Create) {
            Ok(true) => {}
            Ok(false) | Err(OdooError::NotInstalled(_) | OdooError::Access(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// The rule of that name, archived ones too.
///
/// # Errors
/// See [`OdooError`].
pub fn find(connection: &Connection<'_>, name: &str) -> Result<Option<i64>, OdooError> {
    let filter = Filter::All(vec![Filter::archived_too(), Filter::Equals("name", name.to_owned())]);
    Ok(search(connection, RULE, &filter, 1)?.first().and_then(Row::id))
}

/// Which of these names rules have, archived ones too.
///
/// # Errors
/// See [`OdooError`].
pub fn named(connection: &Connection<'_>, names: Vec<String>) -> Result<Vec<String>, OdooError> {
    let filter = Filter::All(vec![Filter::archived_too(), Filter::Among("name", names)]);
    let rows = connection.search_read(&Search {
        model: RULE,
        filter: &filter,
        fields: &["name"],
        order: "id asc",
        limit: FIELDS_MAX,
    })?;
    Ok(rows.iter().map(Row::name).collect())
}

/// Makes the rule with its action, both or none; returns its id.
///
/// # Errors
/// See [`OdooError`]; [`OdooError::Missing`] if Odoo has no such model or none of the fields.
pub fn make(connection: &Connection<'_>, rule: &Rule<'_>) -> Result<i64, OdooError> {
    let models = search(connection, "ir.model", &Filter::Equals("model", rule.model.to_owned()), 1)?;
    let missing = || {
        let message = format!("Odoo has no model {} with such fields", rule.model);
        OdooError::Missing(Fault { name: String::new(), message })
    };
    let model_id = models.first().and_then(Row::id).ok_or_else(missing)?;
    let names = rule.fields.iter().map(|&field| field.to_owned()).collect();
    let filter = Filter::All(vec![Filter::Is("model_id", model_id), Filter::Among("name", names)]);
    let fields: Vec<_> =
        search(connection, "ir.model.fields", &filter, FIELDS_MAX)?.iter().filter_map(Row::id).collect();
    if fields.is_empty() {
        return Err(missing());
    }
    let action = json!({
        "name": rule.name, "model_id": model_id, "state": KIND, "usage": USAGE, "webhook_url": rule.address,
    });
    let values = json!({
        "name": rule.name, "model_id": model_id, "trigger": TRIGGER, "trigger_field_ids": [[6, 0, fields]],
        "action_server_ids": [[0, 0, action]],
    });
    let ids = connection.create(RULE, vec![values_of(values)], &Context::new())?;
    ids.first().copied().ok_or_else(missing)
}

/// Lets the action of a rule ring another address; false if it has none that rings.
///
/// # Errors
/// See [`OdooError`].
pub fn renew(connection: &Connection<'_>, id: i64, address: &str) -> Result<bool, OdooError> {
    let filter = Filter::All(vec![Filter::Is("base_automation_id", id), Filter::Equals("state", KIND.to_owned())]);
    let Some(action) = search(connection, ACTION, &filter, 1)?.first().and_then(Row::id) else { return Ok(false) };
    connection.write(ACTION, &[action], values_of(json!({ "webhook_url": address })), &Context::new())?;
    Ok(true)
}

/// Whether a write has one of the two shapes above.
pub(super) fn is_admitted(call: &Call) -> bool {
    match (call.model.as_ref(), call.method) {
        (RULE, Method::Create) => one(call.arguments.get("vals_list")).is_some_and(is_rule),
        (ACTION, Method::Write) => {
            let values = call.arguments.get("vals").and_then(Value::as_object);
            call.ids.len() == 1 && values.is_some_and(|values| has_only(values, &["webhook_url"]) && rings(values))
        }
        _ => false,
    }
}

fn is_rule(rule: &Map<String, Value>) -> bool {
    let action = match command(rule.get("action_server_ids")) {
        Some([zero, _, Value::Object(action)]) if *zero == 0 => Some(action),
        _ => None,
    };
    let has_fields = match command(rule.get("trigger_field_ids")) {
        Some([six, _, Value::Array(fields)]) if *six == 6 => !fields.is_empty() && fields.iter().all(Value::is_i64),
        _ => false,
    };
    has_only(rule, &RULE_FIELDS)
        && rule.get("trigger").is_some_and(|trigger| trigger == TRIGGER)
        && has_fields
        && action.is_some_and(|action| {
            let is_webhook = action.get("state").is_some_and(|state| state == KIND);
            has_only(action, &ACTION_FIELDS) && is_webhook && rings(action)
        })
}

fn rings(values: &Map<String, Value>) -> bool {
    values.get("webhook_url").and_then(Value::as_str).is_some_and(|address| address.contains(DOORBELL))
}

fn has_only(values: &Map<String, Value>, names: &[&str]) -> bool {
    values.len() == names.len() && names.iter().all(|name| values.contains_key(*name))
}

/// The only command of a list.
fn command(list: Option<&Value>) -> Option<&[Value]> {
    match list?.as_array()?.as_slice() {
        [Value::Array(command)] => Some(command),
        _ => None,
    }
}

/// The only record of a list.
fn one(list: Option<&Value>) -> Option<&Map<String, Value>> {
    match list?.as_array()?.as_slice() {
        [Value::Object(values)] => Some(values),
        _ => None,
    }
}

fn values_of(values: Value) -> Values {
    match values {
        Value::Object(values) => values.into(),
        _ => Values::new(),
    }
}

fn search(
    connection: &Connection<'_>,
    model: &'static str,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<Row>, OdooError> {
    connection.search_read(&Search { model, filter, fields: &["id"], order: "id asc", limit })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{Call, Method, is_admitted};
    use crate::odoo::{OdooError, denied::admit};

    fn rule(change: impl FnOnce(&mut Value)) -> Call {
        let mut rule = json!({
            "name": "Mattermost", "model_id": 7, "trigger": "on_create_or_write", "trigger_field_ids": [[6, 0, [1, 2]]],
            "action_server_ids": [[0, 0, {
                "name": "Mattermost", "model_id": 7, "state": "webhook", "usage": "base_automation",
                "webhook_url": "https://chat.example.com/plugins/odoo/doorbell/v1/crm/secret",
            }]],
        });
        change(&mut rule);
        Call::new("base.automation", Method::Create).with("vals_list", json!([rule]))
    }

    #[test]
    fn the_rule_that_rings_a_doorbell_passes_and_every_other_shape_is_denied() {
        assert!(admit(rule(|_| ())).is_ok());
        let set = |path: &str, value: Value| rule(|rule| *rule.pointer_mut(path).unwrap() = value);
        let others = [
            set("/trigger", json!("on_unlink")),
            set("/trigger_field_ids", json!([])),
            set("/trigger_field_ids", json!([[6, 0, []]])),
            set("/action_server_ids", json!([])),
            set("/action_server_ids", json!([[4, 12, 0]])),
            set("/action_server_ids/0/2/state", json!("code")),
            set("/action_server_ids/0/2/webhook_url", json!("https://elsewhere.example.com/x")),
            rule(|rule| rule["filter_domain"] = json!("[]")),
            rule(|rule| rule["action_server_ids"][0][2]["code"] = json!("env.cr.commit()")),
            rule(|rule| drop(rule.as_object_mut().unwrap().remove("trigger_field_ids"))),
        ];
        for call in others {
            assert_eq!(admit(call.clone()), Err(OdooError::Denied("base.automation".into())), "{call:?}");
        }
        let twice = json!([rule(|_| ()).arguments["vals_list"][0], rule(|_| ()).arguments["vals_list"][0]]);
        assert!(!is_admitted(&Call::new("base.automation", Method::Create).with("vals_list", twice)));
        for method in [Method::Write, Method::Load] {
            assert!(!is_admitted(&Call { method, ..rule(|_| ()) }));
        }
    }

    #[test]
    fn of_an_action_only_the_address_changes() {
        let write = |ids: &[i64], values: Value| {
            is_admitted(&Call::new("ir.actions.server", Method::Write).on(ids).with("vals", values))
        };
        let address = "https://chat.example.com/plugins/odoo/doorbell/v1/crm/other";
        assert!(write(&[5], json!({ "webhook_url": address })));
        assert!(!write(&[5, 6], json!({ "webhook_url": address })));
        assert!(!write(&[5], json!({"webhook_url": "https://elsewhere.example.com"})));
        assert!(!write(&[5], json!({"webhook_url": address, "state": "code"})));
        assert!(!write(&[5], json!({"code": "1"})));
    }
}

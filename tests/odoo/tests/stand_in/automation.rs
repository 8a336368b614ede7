//! Automation rules, as they were made on a real Odoo 17.

use odoo_stand_in::{Desk, StandIn};
use serde_json::{Value, json};

use crate::offline::{execute_as, returned};

const MODEL: i64 = 501;

fn rule() -> Value {
    let action = json!({"name": "Ours", "model_id": MODEL, "usage": "base_automation", "state": "webhook",
        "webhook_url": "http://127.0.0.1:1/x"});
    json!([[{"name": "Ours", "model_id": MODEL, "trigger": "on_create_or_write", "trigger_field_ids": [[6, 0, [3655, 3645]]],
        "action_server_ids": [[0, 0, action]]}]])
}

#[test]
fn a_rule_is_made_with_its_action_which_gets_another_name() {
    let desk = StandIn::demo().offline();
    desk.grant("bridge", "Administration/Settings");
    let made = execute_as(&desk, "bridge", "base.automation", "create", rule(), json!({}));
    let id = returned(&made)[0].as_i64().unwrap();
    let rule = desk.record("base.automation", id, &["name", "trigger", "trigger_field_ids", "active"]).unwrap();
    assert_eq!(
        rule,
        json!({"id": id, "name": "Ours", "trigger": "on_create_or_write", "trigger_field_ids": [3655, 3645], "active": true})
    );
    let actions = desk.record("base.automation", id, &["action_server_ids"]).unwrap();
    let action = actions["action_server_ids"][0].as_i64().unwrap();
    let fields = ["name", "state", "usage", "webhook_url", "base_automation_id"];
    assert_eq!(
        desk.record("ir.actions.server", action, &fields).unwrap(),
        json!({"id": action, "name": "Send Webhook Notification", "state": "webhook", "usage": "base_automation",
            "webhook_url": "http://127.0.0.1:1/x", "base_automation_id": [id, "Ours"]})
    );
}

#[test]
fn only_who_administers_the_settings_may() {
    let desk = StandIn::demo().offline();
    let refused = execute_as(&desk, "bridge", "base.automation", "create", rule(), json!({}));
    assert_eq!(
        refused["error"]["data"]["message"],
        "You are not allowed to create 'Automation Rule' (base.automation) records.\n\nThis operation is allowed for the following groups:\n\t- Administration/Settings\n\nContact your administrator to request access if necessary."
    );
}

fn sent(desk: &Desk) -> Vec<(String, Value)> {
    let rings = desk.take_rings().into_iter();
    rings.map(|ring| (ring.url, serde_json::from_slice(&ring.body).unwrap())).collect()
}

fn rings(action: i64, ids: &[i64]) -> Vec<(String, Value)> {
    let name = format!("Send Webhook Notification(#{action})");
    let body = |id: &i64| json!({"_action": name, "_id": id, "_model": "crm.lead"});
    ids.iter().map(|id| ("http://127.0.0.1:1/x".to_owned(), body(id))).collect()
}

#[test]
fn it_rings_for_new_records_and_for_changed_fields_among_its_own_also_when_that_is_rolled_back() {
    let desk = StandIn::demo().offline();
    desk.grant("bridge", "Administration/Settings");
    execute_as(&desk, "bridge", "base.automation", "create", rule(), json!({}));
    let [action] = desk.search("ir.actions.server", &json!([])).try_into().unwrap();
    let call = |method: &str, arguments: Value| execute_as(&desk, "bridge", "crm.lead", method, arguments, json!({}));

    let lead = returned(&call("create", json!([[{"name": "Rings"}]])))[0].as_i64().unwrap();
    assert_eq!(sent(&desk), rings(action, &[lead]));
    call("write", json!([[lead], {"stage_id": 2}]));
    assert_eq!(sent(&desk), rings(action, &[lead]));
    call("write", json!([[lead], {"stage_id": 2}]));
    call("write", json!([[lead], {"name": "Another field"}]));
    assert_eq!(sent(&desk), []);

    let refused = call("create", json!([[{"name": "Ghost"}, {"name": "No such stage", "stage_id": 999_999}]]));
    assert!(refused["error"].is_object(), "{refused}");
    assert_eq!(sent(&desk), rings(action, &[lead + 1]));
    assert_eq!(desk.search("crm.lead", &json!([["name", "=", "Ghost"]])), [0; 0]);
}

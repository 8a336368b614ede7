//! Automation rules, as they were made on a real Odoo 17.

use odoo_stand_in::StandIn;
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

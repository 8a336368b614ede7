//! What is written down of changes.

use odoo_stand_in::{Desk, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{done, execute_as, refusal};

const COLUMNS: [&str; 8] = [
    "field_id",
    "old_value_integer",
    "old_value_char",
    "old_value_datetime",
    "new_value_integer",
    "new_value_char",
    "new_value_datetime",
    "create_uid",
];

/// The bridge changes a task; what is written down of it.
fn written_down(odoo: &Desk, values: &Json, context: &Json) -> Vec<Json> {
    done(odoo, "project.task", "write", json!([[68], values]), json!({"context": context}));
    let ids = odoo.search("mail.tracking.value", &json!([["mail_message_id.res_id", "=", 68]]));
    ids.into_iter().rev().filter_map(|id| odoo.record("mail.tracking.value", id, &COLUMNS)).collect()
}

#[test]
fn every_tracked_field_that_changed_has_its_old_and_new_value() {
    let odoo = StandIn::demo().offline();
    let values = json!({"priority": "0", "user_ids": [[6, 0, [2, 6]]], "date_deadline": "2026-12-01 10:00:00",
        "partner_id": 14, "description": "not tracked", "project_id": odoo.record("project.task", 68, &["project_id"]).unwrap()["project_id"][0]});
    let steps = written_down(&odoo, &values, &json!({}));
    let told: Vec<_> = steps.iter().map(|step| step["field_id"][1].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, ["Priority", "Deadline", "Assignees", "Customer"]);
    let [priority, deadline, assignees, customer] = steps.try_into().unwrap();
    assert_eq!((&priority["old_value_char"], &priority["new_value_char"]), (&json!("High"), &json!("Low")));
    assert_eq!(deadline["new_value_datetime"], "2026-12-01 10:00:00");
    assert_eq!(assignees["new_value_char"], "Marc Demo, Mitchell Admin");
    assert_eq!((&customer["new_value_integer"], &customer["new_value_char"]), (&json!(14), &json!("Azure Interior")));
    assert_eq!(customer["create_uid"], json!([8, "Bridge"]));
}

#[test]
fn a_write_without_tracking_or_without_a_change_leaves_nothing() {
    let odoo = StandIn::demo().offline();
    assert_eq!(written_down(&odoo, &json!({"priority": "0"}), &json!({"tracking_disable": true})), Vec::<Json>::new());
    assert_eq!(written_down(&odoo, &json!({"priority": "0"}), &json!({})), Vec::<Json>::new());
}

#[test]
fn a_plain_user_may_not_read_it() {
    let odoo = StandIn::demo().offline();
    let answer = execute_as(&odoo, "bridge", "mail.tracking.value", "search_read", json!([[]]), json!({}));
    assert_eq!(refusal(&answer), "odoo.exceptions.AccessError");
}

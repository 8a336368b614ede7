//! What Odoo does with what is written, beyond keeping it.

use odoo_stand_in::{Desk, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{created, done, execute_as, refusal, refusal_text};

const MESA_NORTE: i64 = 71;
const ANA: i64 = 72;

#[test]
fn a_lead_knows_what_its_customer_is_known_by() {
    let odoo = StandIn::demo().offline();
    let lead = created(&odoo, "crm.lead", json!({"name": "Twelve desks", "partner_id": MESA_NORTE}));
    assert_eq!(
        odoo.record(
            "crm.lead",
            lead,
            &["type", "partner_name", "contact_name", "email_from", "phone", "city", "stage_id", "user_id"]
        ),
        Some(json!({
            "id": lead,
            "type": "opportunity",
            "partner_name": "Mesa Norte SL",
            "contact_name": false,
            "email_from": "hola@mesanorte.example.com",
            "phone": "+34 910 000 002",
            "city": "Madrid",
            "stage_id": [1, "New"],
            "user_id": [8, "Bridge"],
        }))
    );
}

#[test]
fn a_lead_of_a_contact_names_the_company_and_the_contact() {
    let odoo = StandIn::demo().offline();
    let lead = created(&odoo, "crm.lead", json!({"name": "Twelve desks", "partner_id": ANA}));
    assert_eq!(
        odoo.record("crm.lead", lead, &["partner_name", "contact_name"]),
        Some(json!({"id": lead, "partner_name": "Mesa Norte SL", "contact_name": "Ana Ruiz"}))
    );
}

#[test]
fn an_address_given_to_a_lead_becomes_that_of_its_customer() {
    let odoo = StandIn::demo().offline();
    let values = json!({"name": "Twelve desks", "partner_id": ANA, "email_from": "ana@sol.example.com"});
    created(&odoo, "crm.lead", values);
    assert_eq!(odoo.record("res.partner", ANA, &["email"]), Some(json!({"id": ANA, "email": "ana@sol.example.com"})));
}

#[test]
fn a_won_lead_is_certain_and_closed_until_it_goes_back() {
    let odoo = StandIn::demo().offline();
    let lead = created(&odoo, "crm.lead", json!({"name": "Twelve desks"}));
    let state = || odoo.record("crm.lead", lead, &["probability", "date_closed"]).unwrap();
    odoo.write("crm.lead", lead, &json!({"stage_id": 4}));
    assert_eq!(state(), json!({"id": lead, "probability": 100.0, "date_closed": "2026-11-21 07:52:00"}));
    odoo.write("crm.lead", lead, &json!({"stage_id": 2}));
    assert_eq!(state()["date_closed"], json!(false));
}

#[test]
fn contacts_move_with_their_company() {
    let odoo = StandIn::demo().offline();
    done(&odoo, "res.partner", "write", json!([[MESA_NORTE], {"city": "Toledo", "vat": "ESB12345674"}]), json!({}));
    assert_eq!(
        odoo.record("res.partner", ANA, &["street", "city", "vat"]),
        Some(json!({"id": ANA, "street": "Calle Mayor 1", "city": "Toledo", "vat": "ESB12345674"}))
    );
}

#[test]
fn a_contact_needs_a_name() {
    let odoo = StandIn::demo().offline();
    let answer = execute_as(&odoo, "bridge", "res.partner", "create", json!([{"email": "x@example.com"}]), json!({}));
    assert_eq!(
        (refusal(&answer), refusal_text(&answer)),
        ("odoo.exceptions.ValidationError", "The operation cannot be completed: Contacts require a name")
    );
}

#[test]
fn a_project_does_not_end_before_it_starts() {
    let odoo = StandIn::demo().offline();
    let values = json!([{"name": "Backwards", "date_start": "2026-12-02", "date": "2026-12-01"}]);
    let answer = execute_as(&odoo, "paula", "project.project", "create", values, json!({}));
    assert_eq!(refusal(&answer), "odoo.exceptions.ValidationError");
}

#[test]
fn a_new_stage_takes_an_approval_back_but_does_not_open_a_closed_task() {
    let odoo = StandIn::demo().offline();
    let moved = |state: &str| {
        let task = created(&odoo, "project.task", json!({"name": "Measure", "project_id": 9, "state": state}));
        odoo.write("project.task", task, &json!({"stage_id": 2}));
        odoo.record("project.task", task, &["state"]).unwrap()["state"].clone()
    };
    assert_eq!(moved("03_approved"), "01_in_progress");
    assert_eq!(moved("1_done"), "1_done");
}

#[test]
fn a_task_ends_when_it_enters_a_folded_stage() {
    let odoo = StandIn::demo().offline();
    let task = created(&odoo, "project.task", json!({"name": "Measure", "project_id": 9}));
    let end = || odoo.record("project.task", task, &["date_end"]).unwrap()["date_end"].clone();
    odoo.write("project.task", task, &json!({"stage_id": 3}));
    assert_eq!(end(), "2026-11-21 07:52:00");
    odoo.write("project.task", task, &json!({"stage_id": 1}));
    assert_eq!(end(), json!(false));
}

#[test]
fn a_task_for_nobody_is_not_assigned() {
    let odoo = StandIn::demo().offline();
    let task = |values: Json| {
        let task = created(&odoo, "project.task", values);
        odoo.record("project.task", task, &["user_ids", "date_assign"]).unwrap()
    };
    let nobody = task(json!({"name": "Later", "project_id": 9, "user_ids": [[6, 0, []]]}));
    assert_eq!((&nobody["user_ids"], &nobody["date_assign"]), (&json!([]), &json!(false)));
    let me = task(json!({"name": "Now", "project_id": 9}));
    assert_eq!((&me["user_ids"], &me["date_assign"]), (&json!([8]), &json!("2026-11-21 07:52:00")));
}

#[test]
fn the_hours_of_a_meeting_follow_from_its_moments() {
    let odoo = StandIn::demo().offline();
    let values = json!({"name": "Visit", "start": "2026-12-01 09:00:00", "stop": "2026-12-01 10:30:00"});
    let event = created(&odoo, "calendar.event", values);
    let hours = || odoo.record("calendar.event", event, &["duration"]).unwrap()["duration"].clone();
    assert_eq!(hours(), 1.5);
    odoo.write("calendar.event", event, &json!({"stop": "2026-12-01 09:15:00"}));
    assert_eq!(hours(), 0.25);
}

#[test]
fn writes_of_the_same_second_differ_in_what_no_answer_shows() {
    let odoo = StandIn::demo().offline();
    for id in [74, 71, 72] {
        odoo.write("res.partner", id, &json!({"ref": "MM-2"}));
    }
    let read = json!([[["ref", "=", "MM-2"]], ["write_date"]]);
    let rows = done(&odoo, "res.partner", "search_read", read, json!({"order": "write_date desc"}));
    let row = |id: i64| json!({"id": id, "write_date": "2026-11-21 07:52:00"});
    assert_eq!(rows, json!([row(72), row(71), row(74)]));
    let newer = json!([[["write_date", ">", "2026-11-21 07:52:00"], ["ref", "=", "MM-2"]]]);
    assert_eq!(done(&odoo, "res.partner", "search_count", newer, json!({})), 3);
}

#[test]
fn a_write_is_signed_by_the_caller() {
    let odoo = StandIn::demo().offline();
    odoo.set_now("2026-11-23T09:30:00".parse().unwrap());
    execute_as(&odoo, "paula", "res.partner", "write", json!([[14], {"ref": "P"}]), json!({}));
    assert_eq!(
        odoo.record("res.partner", 14, &["write_uid", "write_date", "create_date"]),
        Some(json!({
            "id": 14,
            "write_uid": [9, "Paula Prieto"],
            "write_date": "2026-11-23 09:30:00",
            "create_date": "2026-11-21 07:37:37",
        }))
    );
}

#[test]
fn an_argument_too_many_undoes_the_work() {
    let odoo = StandIn::demo().offline();
    let before = odoo.count("project.tags", &json!([]));
    for kwargs in [json!({"nonsense": 1}), json!({"vals": {}})] {
        let answer = execute_as(&odoo, "bridge", "project.tags", "create", json!([{"name": "x"}]), kwargs);
        assert_eq!(refusal(&answer), "builtins.TypeError");
    }
    assert_eq!(odoo.count("project.tags", &json!([])), before);
}

#[test]
fn a_user_without_the_group_may_neither_read_nor_write() {
    let odoo = StandIn::demo().offline();
    for (model, method, args) in [
        ("crm.lead", "search_read", json!([[], ["name"]])),
        ("crm.lead", "create", json!([{"name": "x"}])),
        ("project.task", "read", json!([[68], ["name"]])),
        ("project.task", "write", json!([[68], {"name": "x"}])),
        ("res.partner", "create", json!([{"name": "x"}])),
        ("res.partner", "write", json!([[14], {"ref": "x"}])),
    ] {
        let answer = execute_as(&odoo, "rita", model, method, args, json!({}));
        assert_eq!(refusal(&answer), "odoo.exceptions.AccessError", "{model} {method}");
    }
    assert_eq!(count_as(&odoo, "rita", "res.partner"), count_as(&odoo, "bridge", "res.partner"));
}

fn count_as(odoo: &Desk, login: &str, model: &str) -> Json {
    crate::offline::returned(&execute_as(odoo, login, model, "search_count", json!([[]]), json!({})))
}

//! What differs between versions, and which routes are there.

use odoo_stand_in::{Desk, Offer, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{body, created, done, execute_as, refusal, returned, rpc};

#[test]
fn every_version_says_which_it_is() {
    for major in [17, 18, 19] {
        let odoo = StandIn::demo().version(major).offline();
        let version = returned(&rpc(&odoo, "common", "version", json!([])));
        assert_eq!(version["server_version_info"], json!([major, 0, 0, "final", 0, ""]));
        let web = odoo.answer("GET", "/web/version", &[], b"").unwrap();
        if major < 19 {
            assert_eq!(web.status, 404);
        } else {
            assert_eq!(body(&web), json!({"version": "19.0", "version_info": [19, 0, 0, "final", 0, ""]}));
        }
    }
}

#[test]
fn fields_come_and_go_with_the_version() {
    for (model, field, from, until) in [
        ("res.partner", "mobile", 17, 18),
        ("crm.lead", "mobile", 17, 18),
        ("crm.lead", "won_status", 19, 19),
        ("crm.lead", "commercial_partner_id", 19, 19),
        ("crm.stage", "team_id", 17, 18),
        ("crm.stage", "team_ids", 19, 19),
        ("res.users", "groups_id", 17, 18),
        ("res.users", "group_ids", 19, 19),
        ("res.users.apikeys", "expiration_date", 18, 19),
        ("project.task", "is_closed", 18, 19),
    ] {
        for major in [17, 18, 19] {
            let odoo = StandIn::demo().version(major).offline();
            let known = done(&odoo, model, "fields_get", json!([[field]]), json!({"attributes": ["type"]}));
            let expected = (from..=until).contains(&major);
            assert_eq!(known.get(field).is_some(), expected, "{model}.{field} in {major}");
        }
    }
}

#[test]
fn a_priority_of_tasks_goes_up_to_three_in_19() {
    let priority = |major: u8| {
        let odoo = StandIn::demo().version(major).offline();
        let values = json!([{"name": "Urgent", "project_id": 9, "priority": "3"}]);
        execute_as(&odoo, "bridge", "project.task", "create", values, json!({}))
    };
    assert_eq!(refusal(&priority(18)), "builtins.ValueError");
    returned(&priority(19));
}

#[test]
fn a_closed_task_is_found_as_such_from_18_on() {
    let odoo = StandIn::demo().version(18).offline();
    odoo.write("project.task", 67, &json!({"state": "1_done"}));
    let closed = json!([[["project_id", "=", 9], ["is_closed", "=", true]], ["name"]]);
    let found = done(&odoo, "project.task", "search_read", closed, json!({"order": "id"}));
    assert_eq!(found, json!([{"id": 67, "name": "Measure the room"}, {"id": 68, "name": "Order desks"}]));
}

#[test]
fn a_lead_tells_in_19_whether_it_is_won() {
    let odoo = StandIn::demo().version(19).offline();
    let status = |id: i64| odoo.record("crm.lead", id, &["won_status"]).unwrap()["won_status"].clone();
    assert_eq!((status(63), status(64)), (json!("won"), json!("pending")));
    done(&odoo, "crm.lead", "action_set_lost", json!([[64]]), json!({}));
    assert_eq!(status(64), "lost");
}

#[test]
fn a_finished_activity_is_archived_in_19() {
    let odoo = StandIn::demo().version(19).offline();
    let activity = created(&odoo, "mail.activity", json!({"res_model_id": 501, "res_id": 63, "summary": "Call"}));
    done(&odoo, "mail.activity", "action_feedback", json!([[activity]]), json!({}));
    assert_eq!(odoo.record("mail.activity", activity, &["active"]), Some(json!({"id": activity, "active": false})));
}

#[test]
fn json_rpc_of_19_answers_records_as_lists() {
    let odoo = StandIn::demo().version(19).offline();
    let message = done(&odoo, "crm.lead", "message_post", json!([[63]]), json!({"body": "x"}));
    let activities = done(&odoo, "crm.lead", "activity_schedule", json!([[63]]), json!({"summary": "x"}));
    assert_eq!((message, activities), (json!([1515]), json!([51])));
    assert!(created(&odoo, "crm.lead", json!({"name": "One"})) > 0, "a single new record is still its id");
}

#[test]
fn a_language_that_is_not_installed_is_an_error_from_18_on() {
    let read = |major: u8, lang: &str| {
        let odoo = StandIn::demo().version(major).offline();
        execute_as(&odoo, "bridge", "res.country", "read", json!([[68], ["name"]]), json!({"context": {"lang": lang}}))
    };
    returned(&read(17, "pl_PL"));
    returned(&read(18, "en_US"));
    returned(&read(18, "cs_CZ"));
    assert_eq!(refusal(&read(18, "pl_PL")), "odoo.exceptions.UserError");
    assert_eq!(refusal(&read(19, "xx_XX")), "odoo.exceptions.UserError");
}

#[test]
fn has_access_came_with_18() {
    let ask = |major: u8, args: Json| {
        let odoo = StandIn::demo().version(major).offline();
        execute_as(&odoo, "bridge", "project.project", "has_access", args, json!({}))
    };
    assert_eq!(refusal(&ask(17, json!([[], "read"]))), "builtins.AttributeError");
    assert_eq!(returned(&ask(18, json!([[], "read"]))), json!(true));
    assert_eq!(returned(&ask(18, json!([[2], "read"]))), json!(false), "a private project");
}

#[test]
fn a_proxy_may_let_only_xml_rpc_through() {
    let odoo = StandIn::demo().only_xmlrpc().offline();
    assert_eq!(statuses(&odoo), [404, 404, 404, 200]);
}

#[test]
fn routes_vanish_and_come_back() {
    let odoo = StandIn::demo().version(19).offline();
    assert_eq!(statuses(&odoo), [200, 200, 200, 200]);
    odoo.offer(Offer::WithoutRpc);
    assert_eq!(statuses(&odoo), [404, 200, 200, 404]);
    odoo.offer(Offer::Everything);
    assert_eq!(statuses(&odoo), [200, 200, 200, 200]);
}

/// What `/jsonrpc`, `/web/version`, `/json/2` and `/xmlrpc/2` answer to a good request.
fn statuses(odoo: &Desk) -> [u16; 4] {
    let headers = [
        ("content-type".to_owned(), "application/json".to_owned()),
        ("authorization".to_owned(), "bearer BRIDGE_API_KEY".to_owned()),
    ];
    let version = json!({"params": {"service": "common", "method": "version", "args": []}}).to_string();
    let xml = "<methodCall><methodName>version</methodName><params/></methodCall>";
    [
        ("POST", "/jsonrpc", version.as_str()),
        ("GET", "/web/version", ""),
        ("POST", "/json/2/res.users/context_get", "{}"),
        ("POST", "/xmlrpc/2/common", xml),
    ]
    .map(|(method, path, body)| odoo.answer(method, path, &headers, body.as_bytes()).unwrap().status)
}

use odoo_stand_in::Fault;
use serde_json::{Value, json};

use super::{get, live, parts, post, post_bytes};
use crate::world::World;

fn names(answer: (u16, Value), plural: &str) -> Vec<String> {
    let (status, body) = answer;
    assert_eq!(status, 200, "{body}");
    let rows = body[plural].as_array().unwrap();
    assert_eq!(body["count"], rows.len());
    rows.iter().map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn records_come_in_odoos_own_values() {
    assert_eq!(
        post(&live(), "ben", "/odoo/search/partners", &json!({"query": "azure", "is_company": true, "limit": 5})),
        (
            200,
            json!({
                "count": 1,
                "partners": [{
                    "id": 14, "name": "Azure Interior", "display_name": "Azure Interior", "is_company": true,
                    "parent_id": false, "email": "vauxoo@yourcompany.example.com", "phone": "+58 212 681 0538",
                    "mobile": false, "website": "http://www.azure-interior.com", "street": "4557 De Silva St",
                    "street2": false, "city": "Fremont", "zip": "94538", "state_id": [13, "California (US)"],
                    "country_id": [233, "United States"], "vat": "US12345677", "user_id": false,
                    "category_id": [5], "comment": false, "active": true,
                    "create_date": "2026-11-21 07:37:37", "write_date": "2026-11-21 07:38:02",
                }],
            })
        )
    );
}

#[test]
fn partners_are_found_by_each_field() {
    let world = live();
    let found = |body: Value| names(post(&world, "ben", "/odoo/search/partners", &body), "partners");
    assert_eq!(found(json!({"email": "Info@agrolait.com"})), ["Deco Addict"]);
    assert_eq!(found(json!({"phone": "6810538"})), ["Azure Interior"]);
    assert_eq!(found(json!({"website": "azure-interior"})), ["Azure Interior"]);
    assert_eq!(found(json!({"query": "100%"})), [""; 0]);
    assert_eq!(found(json!({"limit": 3})).len(), 3);
}

#[test]
fn leads_are_found_by_stage_customer_and_name() {
    let world = live();
    let found = |body: Value| names(post(&world, "ben", "/odoo/search/leads", &body), "leads");
    assert_eq!(found(json!({"partner_id": 71})), ["Fit-out of 12 desks"]);
    assert_eq!(found(json!({"stage": "new", "name": "carpets"})), ["Quote for 150 carpets"]);
    assert_eq!(found(json!({"email": "luis@sol.example.com"})), ["Web enquiry"]);
}

#[test]
fn projects_tasks_and_activities_are_found_by_what_they_belong_to() {
    let world = live();
    let found = |path: &str, plural: &str, body: Value| names(post(&world, "ben", path, &body), plural);
    assert_eq!(found("/odoo/search/projects", "projects", json!({"partner_id": 71})), ["Fit-out Mesa Norte"]);
    let tasks = found("/odoo/search/tasks", "tasks", json!({"project_id": 9, "partner_id": 71, "name": "desks"}));
    assert_eq!(tasks, ["Order desks"]);
    let of = |body: Value| {
        let (_, body) = post(&world, "ben", "/odoo/search/activities", &body);
        let rows = body["activities"].as_array().unwrap().clone();
        rows.iter().map(|row| format!("{},{}", row["res_model"], row["res_id"])).collect::<Vec<_>>()
    };
    assert_eq!(of(json!({"res_model": "crm.lead", "res_id": 19})), ["\"crm.lead\",19"]);
    assert!(of(json!({"partner_id": 71})).contains(&"\"crm.lead\",63".to_owned()));
}

#[test]
fn meetings_are_found_by_time_in_the_callers_zone() {
    let world = live();
    let found = |body: Value| names(post(&world, "ben", "/odoo/search/calendar", &body), "events");
    assert_eq!(found(json!({"from": "2026-11-03", "to": "2026-11-03"})), ["Follow-up for Project proposal"]);
    assert_eq!(found(json!({"from": "2026-11-03T17:31:00", "to": "2026-11-03T18:00:00"})), [""; 0]);
    assert_eq!(found(json!({"from": "2026-11-03T16:29:00Z", "to": "2026-11-03", "partner_ids": [9]})).len(), 1);
    assert_eq!(found(json!({"name": "proposal", "to": "2026-11-03"})).len(), 1);
}

#[test]
fn addresses_find_the_same() {
    let world = live();
    let find = |query: &str| names(get(&world, "ben", &format!("/find/{query}")), "records");
    assert_eq!(find("partner?query=azure+interior&is_company=true&limit=1"), ["Azure Interior"]);
    assert_eq!(find("lead?partner_id=71"), ["Fit-out of 12 desks"]);
    assert_eq!(find("event?from=2026-11-03&to=2026-11-03&partner_ids=9,10"), ["Follow-up for Project proposal"]);
    assert_eq!(get(&world, "ben", "/find/password").0, 404);
    assert_eq!(get(&world, "ben", "/find/lead?partner_id=azure").1["field"], "partner_id");
}

#[test]
fn a_value_that_does_not_fit_is_named() {
    let world = live();
    let refusal = |path: &str, body: Value| {
        let (status, body) = post(&world, "ben", &format!("/odoo/search/{path}"), &body);
        assert_eq!((status, &body["request_id"]), (422, &json!("req")));
        [&body["field"], &body["code"], &body["detail"]].map(|part| part.as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(
        refusal("partners", json!({"name": "azure"})),
        ["name", "unknown_field", "There is no field `name` here."]
    );
    assert_eq!(refusal("partners", json!({"limit": 501})), ["limit", "range", "`limit` may be 1 to 500."]);
    assert_eq!(refusal("partners", json!({"limit": 0})), ["limit", "range", "`limit` may be 1 to 500."]);
    assert_eq!(
        refusal("partners", json!({"is_company": "yes"})),
        ["is_company", "malformed", "`is_company` is not of the right type."]
    );
    assert_eq!(refusal("partners", json!({"phone": "12"})), ["phone", "too_short", "`phone` needs at least 3 digits."]);
    assert_eq!(
        refusal("partners", json!({"query": "x".repeat(201)})),
        ["query", "too_long", "`query` may have 200 characters at most."]
    );
    assert_eq!(
        refusal("calendar", json!({"partner_ids": [9, "x"]})),
        ["partner_ids[1]", "malformed", "`partner_ids[1]` is not of the right type."]
    );
    assert_eq!(
        refusal("calendar", json!({"from": "soon"})),
        ["from", "malformed", "`from` has to be a date or a time such as `2026-12-24` or `2026-12-24T10:00:00Z`."]
    );
    assert_eq!(
        refusal("leads", json!({"stage": "@all"})),
        ["stage", "unknown", "There is no stage of that name in Odoo."]
    );
    assert_eq!(refusal("activities", json!({"res_id": 7})), ["res_model", "required", "`res_id` needs `res_model`."]);
}

#[test]
fn a_body_that_is_no_json_object_is_refused() {
    let world = live();
    let detail = |body: &[u8]| {
        let (status, answer) = post_bytes(&world, "ben", "/odoo/search/partners", body);
        assert_eq!((status, &answer["code"]), (400, &json!("malformed")));
        answer["detail"].as_str().unwrap().to_owned()
    };
    assert_eq!(detail(b""), "The body is not JSON.");
    assert_eq!(detail(b"{\"query\":"), "The body is not JSON.");
    assert_eq!(detail(b"\xff"), "The body is not JSON.");
    assert_eq!(detail(b"[]"), "The body has to be a JSON object.");
    for headers in
        [&[][..], &[("Content-Type", "text/plain")], &[("Content-Type", "application/x-www-form-urlencoded")]]
    {
        let response = world.request_with("POST", "/api/v1/odoo/search/partners", Some("ben"), headers, b"{}");
        assert_eq!(
            parts(&response),
            (
                400,
                json!({
                    "detail": "Send JSON, with the header `Content-Type: application/json`.",
                    "code": "malformed", "request_id": "req",
                })
            )
        );
    }
    assert_eq!(post_bytes(&world, "ben", "/odoo/search/partners", &vec![b' '; (256 << 10) + 1]).0, 413);
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn who_may_not_read_is_told_so_before_odoo_is_asked() {
    let world = World::live();
    let (status, body) = post(&world, "ben", "/odoo/search/leads", &json!({}));
    assert_eq!((status, &body["code"]), (403, &json!("forbidden")));
    assert!(body["detail"].as_str().unwrap().starts_with("Searching Odoo is open to people who connected"));
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn errors_of_odoo_have_their_status_and_never_its_text() {
    let world = live();
    let exception = |name| Fault::Exception { name, message: "Traceback: secret of ada".into() };
    let faults = [
        (exception("odoo.exceptions.AccessError"), 403, "odoo_access"),
        (exception("odoo.exceptions.MissingError"), 404, "odoo_missing"),
        (exception("odoo.exceptions.ValidationError"), 422, "odoo_validation"),
        (exception("psycopg2.errors.SerializationFailure"), 409, "odoo_conflict"),
        (exception("builtins.ValueError"), 502, "odoo_defect"),
        (Fault::Html, 502, "odoo_outage"),
        (Fault::TooSlow, 504, "odoo_outage"),
    ];
    assert_eq!(post(&world, "ben", "/odoo/search/projects", &json!({"limit": 1})).0, 200);
    for (fault, status, code) in faults {
        world.desk().fail_next("project.project/search_read", 1, fault.clone());
        let (answered, body) = post(&world, "ben", "/odoo/search/projects", &json!({}));
        assert_eq!((answered, body["code"].as_str().unwrap()), (status, code), "{fault:?}");
        assert!(!body.to_string().contains("secret"), "{body}");
    }
    assert!(world.logged.borrow().iter().all(|line| !line.contains("secret")));
    let unconfigured = World::new().unconfigured().setting("allowservicereads", json!(true));
    assert_eq!(post(&unconfigured, "ben", "/odoo/search/leads", &json!({})).1["code"], "unconfigured");
}

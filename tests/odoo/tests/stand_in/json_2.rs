//! JSON-2 of Odoo 19, in our own words: nothing of it was recorded.

use odoo_stand_in::{Answer, Desk, Fault, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{authenticate, body};

#[test]
fn a_call_is_answered_with_the_bare_result() {
    let odoo = odoo_19();
    let answer = call(
        &odoo,
        "res.partner",
        "search_read",
        json!({
            "domain": [["id", "=", 14]],
            "fields": ["name", "country_id"],
            "context": {"lang": "en_US"},
        }),
    );
    assert_eq!(answer.status, 200);
    assert_eq!(header(&answer, "content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(body(&answer), json!([{"id": 14, "name": "Azure Interior", "country_id": [233, "United States"]}]));
}

#[test]
fn arguments_go_by_their_names_beside_the_ids() {
    let odoo = odoo_19();
    for (model, method, arguments, expected) in [
        (
            "res.partner",
            "read",
            json!({"ids": [14], "fields": ["name"]}),
            json!([{"id": 14, "name": "Azure Interior"}]),
        ),
        ("res.partner", "search_count", json!({"domain": [["is_company", "=", true]]}), json!(9)),
        ("res.partner", "name_search", json!({"name": "azure", "limit": 1}), json!([[14, "Azure Interior"]])),
        ("res.users", "context_get", json!({}), json!({"lang": "en_US", "tz": "Europe/Madrid", "uid": 8})),
        ("crm.lead", "default_get", json!({"fields": ["type"]}), json!({"type": "opportunity"})),
        ("crm.lead", "has_access", json!({"operation": "unlink"}), json!(false)),
        ("crm.lead", "has_access", json!({"operation": "write", "ids": [63]}), json!(true)),
        (
            "ir.model.data",
            "check_object_reference",
            json!({"module": "crm", "xml_id": "stage_lead1"}),
            json!(["crm.stage", 1]),
        ),
        ("res.partner", "write", json!({"ids": [14], "vals": {"ref": "MM"}}), json!(true)),
        ("res.partner", "read", json!({"ids": [], "fields": ["name"]}), json!([])),
    ] {
        let answer = call(&odoo, model, method, arguments);
        assert_eq!((answer.status, body(&answer)), (200, expected), "{model}/{method}");
    }
}

#[test]
fn records_are_a_list_of_ids_and_nothing_is_null() {
    let odoo = odoo_19();
    let one = body(&call(&odoo, "crm.lead", "create", json!({"vals_list": {"name": "One"}})));
    let many = body(&call(&odoo, "crm.lead", "create", json!({"vals_list": [{"name": "Two"}, {"name": "Three"}]})));
    assert_eq!((one, many), (json!([65]), json!([66, 67])));
    let post = body(&call(&odoo, "crm.lead", "message_post", json!({"ids": [63], "body": "x"})));
    assert_eq!(
        odoo.search("mail.message", &json!([["res_id", "=", 63], ["model", "=", "crm.lead"]])),
        [post[0].as_i64().unwrap()]
    );
    let schedule = json!({"ids": [63], "act_type_xmlid": "mail.mail_activity_data_call"});
    assert_eq!(body(&call(&odoo, "crm.lead", "activity_schedule", schedule)), json!([51]));
    assert_eq!(body(&call(&odoo, "res.partner", "action_archive", json!({"ids": [14]}))), Json::Null);
}

#[test]
fn errors_have_a_status_and_say_what_they_are() {
    let odoo = odoo_19();
    for (model, method, arguments, status, name) in [
        ("res.partner", "create", json!({"vals_list": [{"email": "x"}]}), 422, "odoo.exceptions.ValidationError"),
        ("project.project", "create", json!({"vals_list": [{"name": "x"}]}), 403, "odoo.exceptions.AccessError"),
        ("res.partner", "_compute_name", json!({}), 403, "odoo.exceptions.AccessError"),
        ("res.partner", "write", json!({"ids": [9999], "vals": {}}), 404, "odoo.exceptions.MissingError"),
        ("helpdesk.ticket", "search", json!({"domain": []}), 404, "werkzeug.exceptions.NotFound"),
        ("res.partner", "no_such_method", json!({}), 404, "werkzeug.exceptions.NotFound"),
        ("res.partner", "search", json!({}), 422, "werkzeug.exceptions.UnprocessableEntity"),
        ("res.partner", "search", json!({"domain": [], "x": 1}), 422, "werkzeug.exceptions.UnprocessableEntity"),
        ("res.partner", "search", json!({"domain": [], "ids": [1]}), 422, "werkzeug.exceptions.UnprocessableEntity"),
        ("res.partner", "read", json!({"ids": [14], "fields": ["mobile"]}), 500, "builtins.ValueError"),
    ] {
        let answer = call(&odoo, model, method, arguments);
        let error = body(&answer);
        assert_eq!((answer.status, error["name"].as_str()), (status, Some(name)), "{model}/{method}: {error}");
        let members: Vec<&String> = error.as_object().unwrap().keys().collect();
        let mut expected = ["arguments", "context", "debug", "message", "name"].map(str::to_owned);
        expected.sort();
        assert!(members.len() == 5 && expected.iter().all(|member| members.contains(&member)), "{members:?}");
    }
}

#[test]
fn only_a_good_key_is_taken() {
    let odoo = odoo_19();
    let ask = |authorization: Option<&str>| {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(authorization.map(|value| ("authorization".to_owned(), value.to_owned())));
        odoo.answer("POST", "/json/2/res.users/context_get", &headers, b"{}").unwrap()
    };
    assert_eq!(ask(Some("bearer BRIDGE_API_KEY")).status, 200);
    for authorization in [
        None,
        Some("bearer wrong"),
        Some("bearer BRIDGE_PASSWORD"),
        Some("Basic BRIDGE_API_KEY"),
        Some("bearer NORA_API_KEY"),
    ] {
        let answer = ask(authorization);
        assert_eq!((answer.status, header(&answer, "www-authenticate")), (401, Some("bearer")), "{authorization:?}");
    }
    let refused = body(&ask(Some("bearer wrong")));
    assert_eq!(
        (&refused["message"], &refused["arguments"]),
        (&json!("Invalid apikey"), &json!(["Invalid apikey", 401]))
    );
}

#[test]
fn a_removed_key_is_refused_at_once() {
    let odoo = odoo_19();
    assert_eq!(call(&odoo, "res.users", "context_get", json!({})).status, 200);
    let key = odoo.api_key();
    odoo.revoke_key("bridge");
    assert_eq!(call_with(&odoo, key, "res.users", "context_get", json!({})).status, 401);
}

#[test]
fn a_key_ends_at_its_expiry_which_its_owner_may_read() {
    let odoo = odoo_19();
    odoo.give_key_until("paula", "SHORT_KEY", "2026-11-22T08:00:00".parse().unwrap());
    let status = || call_with(&odoo, "SHORT_KEY", "res.users", "context_get", json!({})).status;
    assert_eq!(status(), 200);
    let keys = json!({"domain": [["expiration_date", "!=", false]], "fields": ["expiration_date"]});
    let keys = call_with(&odoo, "SHORT_KEY", "res.users.apikeys", "search_read", keys);
    assert_eq!(body(&keys), json!([{"id": 7, "expiration_date": "2026-11-22 08:00:00"}]));
    odoo.set_now("2026-11-22T08:00:00".parse().unwrap());
    assert_eq!(status(), 401);
    assert_eq!(authenticate(&odoo, "paula", "SHORT_KEY"), json!(false));
}

#[test]
fn very_early_errors_are_pages() {
    let odoo = odoo_19();
    let ask = |headers: &[(&str, &str)]| {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        odoo.answer("POST", "/json/2/res.users/context_get", &headers, b"{}").unwrap()
    };
    let elsewhere = ask(&[("content-type", "application/json"), ("x-odoo-database", "nosuchdb")]);
    let plain = ask(&[("content-type", "text/plain")]);
    for (answer, status) in [(elsewhere, 404), (plain, 415)] {
        assert_eq!(answer.status, status);
        assert!(header(&answer, "content-type").unwrap().starts_with("text/html"), "{answer:?}");
    }
}

#[test]
fn a_body_or_path_of_another_shape_is_refused_in_json() {
    let odoo = odoo_19();
    let headers = [
        ("content-type".to_owned(), "application/json".to_owned()),
        ("authorization".to_owned(), "bearer BRIDGE_API_KEY".to_owned()),
    ];
    for (method, path, sent, status) in [
        ("POST", "/json/2/res.users/context_get", "[]", 400),
        ("POST", "/json/2/res.users/context_get", "{", 400),
        ("POST", "/json/2/res.users", "{}", 404),
        ("GET", "/json/2/res.users/context_get", "", 404),
    ] {
        let answer = odoo.answer(method, path, &headers, sent.as_bytes()).unwrap();
        assert_eq!((answer.status, body(&answer)["context"].clone()), (status, json!({})), "{method} {path} {sent}");
    }
}

#[test]
fn faults_come_as_over_json_rpc() {
    let odoo = odoo_19();
    let exception = |name| Fault::Exception { name, message: "No".to_owned() };
    for (fault, status) in [
        (exception("odoo.exceptions.UserError"), 422),
        (exception("odoo.exceptions.LockError"), 409),
        (exception("psycopg2.errors.SerializationFailure"), 500),
        (Fault::KeyRevoked, 401),
        (Fault::Status { code: 503, retry_after_s: None }, 503),
    ] {
        odoo.fail_next("res.users/context_get", 1, fault);
        assert_eq!(call(&odoo, "res.users", "context_get", json!({})).status, status);
    }
    assert_eq!(call(&odoo, "res.users", "context_get", json!({})).status, 200);
}

#[test]
fn a_call_is_noted_by_model_and_method() {
    let odoo = odoo_19();
    call(&odoo, "res.partner", "read", json!({"ids": [14], "fields": ["name"]}));
    let calls = odoo.calls();
    assert_eq!((calls[0].name(), calls[0].service.as_str()), ("res.partner/read".to_owned(), "json/2"));
    assert_eq!(Json::Object(calls[0].kwargs.clone()), json!({"ids": [14], "fields": ["name"]}));
}

fn odoo_19() -> Desk {
    StandIn::demo().version(19).offline()
}

fn call(odoo: &Desk, model: &str, method: &str, arguments: Json) -> Answer {
    call_with(odoo, odoo.api_key(), model, method, arguments)
}

fn call_with(odoo: &Desk, key: &str, model: &str, method: &str, arguments: Json) -> Answer {
    let headers = [
        ("Content-Type".to_owned(), "application/json; charset=utf-8".to_owned()),
        ("Authorization".to_owned(), format!("bearer {key}")),
        ("X-Odoo-Database".to_owned(), odoo.database().to_owned()),
    ];
    odoo.answer("POST", &format!("/json/2/{model}/{method}"), &headers, arguments.to_string().as_bytes()).unwrap()
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

use odoo_plugin::http::Response;
use serde_json::{Value, json};

use crate::world::World;

fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

fn submit(callback: &str, user_id: Option<&str>, body: &str) -> (u16, Value) {
    parts(&World::new().request("POST", &format!("/dialogs/v1/{callback}"), user_id, body.as_bytes()))
}

#[test]
fn only_forms_of_this_plugin_are_taken() {
    assert_eq!(
        submit("unknown", Some("ben"), "{}"),
        (404, json!({"detail": "There is nothing here.", "code": "not_found", "request_id": "req"}))
    );
}

#[test]
fn nobody_submits_without_a_session() {
    assert_eq!(submit("connect", None, "{}").0, 401);
}

#[test]
fn bodies_that_are_no_form_are_refused() {
    for body in ["", "[]", "{}", r#"{"submission": 7}"#, r#"{"submission": null, "cancelled": false}"#] {
        assert_eq!(
            submit("connect", Some("ben"), body),
            (
                400,
                json!({"detail": "The body is not that of a submitted form.", "code": "malformed", "request_id": "req"})
            )
        );
    }
}

#[test]
fn a_cancelled_form_does_nothing() {
    assert_eq!(submit("connect", Some("ben"), r#"{"cancelled": true}"#), (200, json!({})));
}

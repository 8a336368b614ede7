use odoo_plugin::http::Response;
use serde_json::{Value, json};

use crate::world::World;

fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

#[test]
fn unknown_routes_are_not_found() {
    for path in ["/", "", "/actions/v1/less", "/actions/v1/more/", "/api/v1"] {
        assert_eq!(
            parts(&World::new().request("GET", path, Some("ben"), b"")),
            (404, json!({"detail": "There is nothing here.", "code": "not_found", "request_id": "req"}))
        );
    }
}

#[test]
fn other_methods_are_told_the_right_one() {
    let response = World::new().request("GET", "/actions/v1/more", Some("ben"), b"");
    assert_eq!(
        parts(&response),
        (405, json!({"detail": "Only POST works here.", "code": "method", "request_id": "req"}))
    );
    assert!(response.headers.contains(&("Allow", "POST".into())));
}

#[test]
fn nobody_presses_a_button_without_a_session() {
    for user_id in [None, Some("")] {
        assert_eq!(
            parts(&World::new().request("POST", "/actions/v1/more", user_id, b"{}")),
            (401, json!({"detail": "Sign in to Mattermost first.", "code": "signed_out", "request_id": "req"}))
        );
    }
}

#[test]
fn large_bodies_are_refused_unread() {
    let body = vec![b' '; (256 << 10) + 1];
    assert_eq!(
        parts(&World::new().request("POST", "/actions/v1/more", Some("ben"), &body)),
        (413, json!({"detail": "The body may have 262144 bytes at most.", "code": "too_large", "request_id": "req"}))
    );
}

#[test]
fn bodies_that_are_no_button_are_refused() {
    for body in ["", "{", "[]", "{}", r#"{"post_id":"p","channel_id":"c","context":{}}"#] {
        assert_eq!(
            parts(&World::new().request("POST", "/actions/v1/more", Some("ben"), body.as_bytes())),
            (
                400,
                json!({"detail": "The body is not that of a pressed button.", "code": "malformed", "request_id": "req"})
            )
        );
    }
}

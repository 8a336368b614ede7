use odoo_plugin::ports::HttpError;
use serde_json::json;

use super::{get, parts};
use crate::world::World;

#[test]
fn everybody_with_a_session_learns_whether_odoo_is_there() {
    assert_eq!(get(&World::live(), "ben", "/odoo/status"), (200, json!({"connected": true, "odoo_version": "17.0"})));
}

#[test]
fn administrators_learn_as_whom_the_plugin_signs_in() {
    assert_eq!(
        get(&World::live(), "anna", "/odoo/status"),
        (200, json!({"connected": true, "odoo_version": "17.0", "database": "odoo", "username": "bridge"}))
    );
}

#[test]
fn an_odoo_that_is_down_is_an_answer() {
    let world = World::new().odoo([Err(HttpError::Timeout)]);
    assert_eq!(
        get(&world, "ben", "/odoo/status"),
        (
            200,
            json!({
                "connected": false, "odoo_version": null,
                "error": "Odoo did not answer in time. Try again in a minute.",
            })
        )
    );
    assert_eq!(
        get(&World::new().unconfigured(), "ben", "/odoo/status"),
        (200, json!({"connected": false, "odoo_version": null, "error": "Odoo is not configured."}))
    );
}

#[test]
fn nobody_learns_anything_without_a_session_or_a_key() {
    let world = World::live();
    for user_id in [None, Some("")] {
        assert_eq!(
            parts(&world.request("GET", "/api/v1/odoo/status", user_id, b"")),
            (
                401,
                json!({
                    "detail": "Sign in to Mattermost or send a valid key in the header `X-API-Key`.",
                    "code": "unauthenticated", "request_id": "req",
                })
            )
        );
    }
    assert!(world.asked.borrow().is_empty());
}

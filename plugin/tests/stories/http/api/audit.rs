use serde_json::json;

use super::{get, propose_note, proposing};

#[test]
fn administrators_read_the_audit() {
    let world = proposing();
    let id = propose_note(&world, "ben", "town");
    let (status, body) = get(&world, "anna", "/audit?since=2026-11-21&user=ben&ref=&limit=1");
    assert_eq!((status, &body["count"]), (200, &json!(0)), "an empty reference is that of nobody");
    let (status, body) = get(&world, "anna", &format!("/audit?since=2026-11-21&user=ben&ref={id}&limit=1"));
    let entry = &body["entries"][0];
    assert_eq!((status, &body["count"], &body["has_more"]), (200, &json!(1), &json!(false)));
    assert_eq!(
        *entry,
        json!({
            "number": 1, "at": "2026-11-21T09:30:00Z", "user_id": "ben", "key_id": "", "odoo_user_id": null,
            "odoo_key": null, "credential": "session", "action": "proposal.propose", "object": id, "case_id": null,
            "digest": entry["digest"], "outcome": "done", "detail": "", "request_id": "req", "previous_hash": null,
            "hash": entry["hash"],
        })
    );
    assert_eq!(entry["hash"].as_str().unwrap().len(), 64);
}

#[test]
fn others_do_not() {
    assert_eq!(get(&proposing(), "ben", "/audit").0, 403);
}

#[test]
fn parameters_that_do_not_fit_are_named() {
    let world = proposing();
    for (query, field) in [("since=soon", "since"), ("limit=0", "limit"), ("limit=501", "limit"), ("limit=x", "limit")]
    {
        let (status, body) = get(&world, "anna", &format!("/audit?{query}"));
        assert_eq!((status, &body["field"]), (422, &json!(field)), "{query}");
    }
}

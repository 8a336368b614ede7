use std::time::Duration;

use odoo_plugin::audit::{self, Query};
use serde_json::{Value, json};

use super::{delete, get, post, propose_note, proposing};
use crate::world::World;

fn execute(world: &World, user_id: &str, id: &str, body: &Value) -> (u16, Value) {
    post(world, user_id, &format!("/odoo/execute/{id}"), body)
}

/// Ben's note in `deals`.
fn proposed() -> (World, String) {
    let world = proposing();
    let id = propose_note(&world, "ben", "deals");
    (world, id)
}

fn notes(world: &World) -> usize {
    world.methods().iter().filter(|method| *method == "message_post").count()
}

#[test]
fn a_person_confirms_and_reads_the_result() {
    let (world, id) = proposed();
    let (status, body) = execute(&world, "ben", &id, &json!({"confirmed": true}));
    assert_eq!(
        (status, &body),
        (
            200,
            &json!({
                "proposal_id": id, "case_id": null, "executed_at": body["executed_at"],
                "results": [{
                    "op": "add_note", "model": "crm.lead", "method": "message_post", "success": true,
                    "record_id": body["results"][0]["record_id"],
                }],
            })
        )
    );
    assert!(body["executed_at"].as_str().unwrap().starts_with("2026-11-21T09:30:"), "{body}");
    assert_eq!(get(&world, "ben", &format!("/proposals/{id}")).1["state"], "done");
    assert_eq!(execute(&world, "ben", &id, &json!({"confirmed": true})), (200, body), "the stored result");
    assert_eq!(notes(&world), 1);
}

#[test]
fn without_the_word_nothing_runs() {
    let (world, id) = proposed();
    for body in [json!({}), json!({"confirmed": false})] {
        let (status, answer) = execute(&world, "ben", &id, &body);
        assert_eq!((status, &answer["code"]), (400, &json!("malformed")), "{answer}");
    }
    assert_eq!(execute(&world, "ben", &id, &json!({"confirmed": "yes"})).1["field"], "confirmed");
    assert_eq!(execute(&world, "ben", &id, &json!({"confirmed": true, "force": true})).1["field"], "force");
    assert_eq!(notes(&world), 0);
}

#[test]
fn another_digest_than_that_which_was_reviewed_is_refused() {
    let (world, id) = proposed();
    let (status, body) = execute(&world, "ben", &id, &json!({"confirmed": true, "digest": "0".repeat(64)}));
    assert_eq!((status, &body["code"]), (409, &json!("digest")));
    let digest = get(&world, "ben", &format!("/proposals/{id}")).1["digest"].clone();
    assert_eq!(execute(&world, "ben", &id, &json!({"confirmed": true, "digest": digest})).0, 200);
}

#[test]
fn who_the_policy_does_not_admit_is_told_so() {
    let world = proposing().setting("approvalpolicy", json!(r#"{"note": {"approve": "other", "by": ["@cara"]}}"#));
    let id = propose_note(&world, "ben", "deals");
    let (status, body) = execute(&world, "ben", &id, &json!({"confirmed": true}));
    assert_eq!((status, &body["code"]), (403, &json!("forbidden")), "{body}");
    assert_eq!(execute(&world, "dora", &id, &json!({"confirmed": true})).0, 404, "hidden is absent");
    assert_eq!(execute(&world, "cara", &id, &json!({"confirmed": true})).0, 200);
}

#[test]
fn an_approval_that_is_not_the_last_one_is_taken() {
    let world = proposing()
        .setting("approvalpolicy", json!(r#"{"note": {"approve": "n-of-m", "n": 2, "by": ["@cara", "@anna"]}}"#));
    let id = propose_note(&world, "ben", "town");
    let (status, body) = execute(&world, "cara", &id, &json!({"confirmed": true}));
    assert_eq!((status, &body["state"], &body["approvals_missing"]), (202, &json!("pending"), &json!(1)));
    assert_eq!(execute(&world, "cara", &id, &json!({"confirmed": true})).0, 403, "once each");
    assert_eq!(execute(&world, "anna", &id, &json!({"confirmed": true})).0, 200);
}

#[test]
fn what_has_ended_otherwise_is_told_by_its_status() {
    let (world, id) = proposed();
    assert_eq!(
        delete(&world, "ben", &format!("/odoo/proposals/{id}")),
        (200, json!({"status": "cancelled", "proposal_id": id}))
    );
    let (status, body) = execute(&world, "ben", &id, &json!({"confirmed": true}));
    assert_eq!((status, &body["code"]), (409, &json!("decided")));
    assert_eq!(delete(&world, "ben", &format!("/odoo/proposals/{id}")).0, 409);
    let late = propose_note(&world, "ben", "deals");
    world.pass(Duration::from_secs(73 * 3600));
    let (status, body) = execute(&world, "ben", &late, &json!({"confirmed": true}));
    assert_eq!((status, &body["code"]), (410, &json!("expired")));
    assert_eq!(notes(&world), 0);
}

#[test]
fn others_do_not_take_it_back() {
    let (world, id) = proposed();
    let (status, body) = delete(&world, "cara", &format!("/odoo/proposals/{id}"));
    assert_eq!((status, &body["code"]), (403, &json!("forbidden")));
    assert_eq!(delete(&world, "dora", &format!("/odoo/proposals/{id}")).0, 404);
    assert_eq!(delete(&world, "anna", &format!("/odoo/proposals/{id}")).0, 200, "administrators do");
}

#[test]
fn a_freeze_is_a_conflict() {
    let (world, id) = proposed();
    odoo_plugin::gate::close(&world.deps(), "anna", "migration").unwrap();
    let (status, body) = execute(&world, "ben", &id, &json!({"confirmed": true}));
    assert_eq!((status, &body["code"]), (409, &json!("frozen")));
    assert!(body["detail"].as_str().unwrap().contains("migration"));
    odoo_plugin::gate::open(&world.deps()).unwrap();
    assert_eq!(execute(&world, "ben", &id, &json!({"confirmed": true})).0, 200);
}

#[test]
fn a_persons_token_counts_if_the_administrator_says_so() {
    let (world, id) = proposed();
    world.session.replace("token".into());
    world.save("allowtokenexecute", json!(false));
    let (status, body) = execute(&world, "ben", &id, &json!({"confirmed": true}));
    assert_eq!((status, &body["code"]), (403, &json!("person_required")));
    world.save("allowtokenexecute", json!(true));
    assert_eq!(execute(&world, "ben", &id, &json!({"confirmed": true})).0, 200);
    let entries = audit::list(&world.deps(), &Query::default(), 10).unwrap().entries;
    let entries: Vec<_> = entries
        .iter()
        .rev()
        .map(|entry| format!("{} {} {}", entry.action, entry.credential.name(), entry.outcome.name()))
        .collect();
    assert_eq!(
        entries,
        [
            "proposal.propose session done",
            "proposal.approve access_token refused",
            "proposal.approve access_token done",
            "proposal.execute access_token done",
        ]
    );
}

#[test]
fn an_unknown_proposal_is_not_found() {
    let world = proposing();
    for id in ["01aryz6s410000000000000000", "K7M2PX", "x", "%00"] {
        assert_eq!(execute(&world, "ben", id, &json!({"confirmed": true})).0, 404, "{id}");
    }
}

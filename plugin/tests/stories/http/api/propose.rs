use odoo_plugin::audit::{self, Query};
use odoo_plugin::proposal::{Proposal, Proposals};
use serde_json::{Value, json};

use super::{live, post, post_bytes, propose_note, proposing};
use crate::world::World;

fn stored(world: &World, body: &Value) -> Proposal {
    Proposals::new(&world.deps()).get(body["proposal_id"].as_str().unwrap()).unwrap().unwrap().value
}

fn refusal(world: &World, path: &str, body: Value) -> (u16, Value, Value, Value) {
    let (status, body) = post(world, "ben", path, &body);
    (status, body["field"].clone(), body["code"].clone(), body["detail"].clone())
}

#[test]
fn a_proposal_is_answered_with_what_would_be_written() {
    let world = proposing();
    let note = json!({"kind": "note", "record": "crm.lead,63", "text": "Called back.", "case_id": "CASE-7"});
    let (status, body) = post(&world, "ben", "/proposals", &note);
    let proposal = stored(&world, &body);
    assert_eq!(
        (status, body),
        (
            200,
            json!({
                "proposal_id": proposal.id, "code": proposal.code, "kind": "note",
                "summary": "Note on Fit-out of 12 desks",
                "operations": [{
                    "op": "add_note",
                    "payload": {
                        "model": "crm.lead", "method": "message_post", "ids": [63], "values": {"body": "Called back."},
                    },
                }],
                "case_id": "CASE-7", "requires_confirmation": true, "confirmed": false, "state": "pending",
                "digest": proposal.digest,
                "permalink": format!("https://chat.example.com/_redirect/pl/{}", proposal.origin.post_id),
                "created_at": "2026-11-21T09:30:00Z", "expires_at": "2026-11-24T09:30:00Z",
            })
        )
    );
    assert_eq!(world.last_post().channel_id, "dm-ben-bot");
}

#[test]
fn a_proposal_is_in_the_audit() {
    let world = proposing();
    let id = propose_note(&world, "ben", "town");
    let entries = audit::list(&world.deps(), &Query::default(), 10).unwrap().entries;
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!(
        (entry.action.as_str(), entry.object.as_str(), entry.user_id.as_str(), entry.request_id.as_str()),
        ("proposal.propose", id.as_str(), "ben", "req")
    );
}

#[test]
fn the_card_goes_to_the_channel_that_is_named() {
    let world = proposing();
    propose_note(&world, "ben", "deals");
    assert_eq!(world.last_post().channel_id, "deals");
    let elsewhere = json!({"kind": "note", "record": "crm.lead,63", "text": "Called.", "channel_id": "nowhere"});
    assert_eq!(
        refusal(&world, "/proposals", elsewhere),
        (422, json!("channel_id"), json!("unknown"), json!("There is no such channel, or you may not write in it."))
    );
    let strange = json!({"kind": "note", "record": "crm.lead,63", "text": "Called.", "channel_id": "dm-anna-bot"});
    assert_eq!(refusal(&world, "/proposals", strange).0, 403);
}

#[test]
fn a_draft_with_a_mistake_names_its_field() {
    let world = proposing();
    let invalid = |path: &str, body: Value| {
        let (status, field, code, _) = refusal(&world, path, body);
        (status, field, code)
    };
    assert_eq!(invalid("/proposals", json!({})), (422, json!("kind"), json!("required")));
    assert_eq!(invalid("/proposals", json!({"kind": 7})), (422, json!("kind"), json!("malformed")));
    assert_eq!(invalid("/proposals", json!({"kind": "user"})), (422, json!("kind"), json!("unknown")));
    assert_eq!(invalid("/proposals", json!({"kind": "note"})), (422, json!("record"), json!("required")));
    assert_eq!(
        invalid("/odoo/propose/tasks", json!({"project_id": 9, "tasks": [{"name": 7}]})),
        (422, json!("tasks[0].name"), json!("malformed"))
    );
    assert_eq!(
        invalid("/odoo/propose/partner", json!({"name": "Ada", "password": "x"})),
        (422, json!("password"), json!("unknown_field"))
    );
    assert_eq!(invalid("/odoo/propose/user", json!({})), (404, json!(null), json!("not_found")));
    assert_eq!(post_bytes(&world, "ben", "/odoo/propose/lead", b"{").0, 400);
    assert!(world.posts.borrow().is_empty());
}

#[test]
fn who_may_not_propose_is_told_so() {
    let (status, field, code, detail) = refusal(&live(), "/odoo/propose/lead", json!({"name": "Desks"}));
    assert_eq!((status, field, code), (403, json!(null), json!("forbidden")));
    assert!(detail.as_str().unwrap().contains("connected their Odoo account"), "{detail}");
}

/// Each path with a body and the operations that come of it, as op and payload.
fn examples() -> [(&'static str, Value, Value); 6] {
    [
        (
            "partner",
            json!({"name": "Mesa Norte SL", "email": "hola@mesanorte.example.com", "phone": "+34 910 000 003"}),
            json!([{
                "op": "upsert_partner",
                "payload": {
                    "model": "res.partner", "method": "write", "ids": [71], "values": {"phone": "+34 910 000 003"},
                },
            }]),
        ),
        (
            "lead",
            json!({"name": "Desks", "partner_id": 71, "expected_revenue": 0.0}),
            json!([{
                "op": "create_lead",
                "payload": {
                    "model": "crm.lead", "method": "create",
                    "values": {"name": "Desks", "type": "opportunity", "partner_id": 71, "expected_revenue": 0.0},
                },
            }]),
        ),
        (
            "project",
            json!({"name": "Fit-out 2", "partner_id": 71, "date_start": "2026-12-01"}),
            json!([{
                "op": "create_project",
                "payload": {
                    "model": "project.project", "method": "create",
                    "values": {"name": "Fit-out 2", "partner_id": 71, "date_start": "2026-12-01"},
                },
            }]),
        ),
        (
            "tasks",
            json!({"project_id": 9, "tasks": [{"name": "Order"}, {"name": "Paint", "user_ids": []}]}),
            json!([{
                "op": "create_tasks",
                "payload": {
                    "model": "project.task", "method": "create",
                    "values": [
                        {"name": "Order", "project_id": 9},
                        {"name": "Paint", "project_id": 9, "user_ids": [[6, 0, []]]},
                    ],
                },
            }]),
        ),
        (
            "activity",
            json!({"res_model": "crm.lead", "res_id": 63, "summary": "Call", "date_deadline": "2026-12-01"}),
            json!([{
                "op": "schedule_activity",
                "payload": {
                    "model": "mail.activity", "method": "create",
                    "values": {
                        "activity_type_id": 4, "date_deadline": "2026-12-01", "res_id": 63, "summary": "Call",
                    },
                },
            }]),
        ),
        (
            "calendar-event",
            json!({"name": "Visit", "start": "2026-12-01T10:00:00", "stop": "2026-12-01T10:00:00Z", "partner_ids": [72]}),
            json!([{
                "op": "create_calendar_event",
                "payload": {
                    "model": "calendar.event", "method": "create",
                    "values": {
                        "name": "Visit", "start": "2026-12-01 09:00:00", "stop": "2026-12-01 10:00:00",
                        "partner_ids": [[6, 0, [62, 72]]],
                    },
                },
            }]),
        ),
    ]
}

#[test]
fn every_path_proposes_its_kind() {
    // An account that may make projects.
    let world = proposing().setting("odoologin", json!("paula")).setting("odooapikey", json!("PAULA_API_KEY"));
    for (kind, draft, operations) in examples() {
        let (status, body) = post(&world, "ben", &format!("/odoo/propose/{kind}"), &draft);
        assert_eq!((status, &body["operations"]), (200, &operations), "{kind}: {body}");
        assert_eq!((&body["requires_confirmation"], &body["confirmed"]), (&json!(true), &json!(false)));
    }
}

#[test]
fn records_to_choose_from_come_with_the_refusal() {
    let world = proposing();
    let draft = json!({"name": "Azure", "email": "vauxoo@yourcompany.example.com", "website": "deco-addict.com"});
    assert_eq!(
        post(&world, "ben", "/odoo/propose/partner", &draft),
        (
            422,
            json!({
                "detail": "Several records fit `partner_id`: choose one partner, or `new` for a new one.",
                "code": "several", "field": "partner_id", "request_id": "req",
                "candidates": [
                    {"model": "res.partner", "id": 10, "name": "Deco Addict", "detail": "info@agrolait.com, Pleasant Hill"},
                    {
                        "model": "res.partner", "id": 14, "name": "Azure Interior",
                        "detail": "vauxoo@yourcompany.example.com, Fremont",
                    },
                ],
            })
        )
    );
}

use std::time::Duration;

use odoo_plugin::access::Scope;
use odoo_plugin::api_key;
use odoo_plugin::audit::{self, Query};
use odoo_plugin::proposal::{Proposals, Proposer};
use serde_json::{Value, json};

use super::{delete, get, key, live, propose_note, proposing, send};
use crate::world::World;

fn note() -> Value {
    json!({"kind": "note", "record": "crm.lead,63", "text": "Called."})
}

/// The id of a note that a key proposes.
fn proposed(world: &World, token: &str) -> String {
    let (status, body) = send(world, token, "POST", "/proposals", &note());
    assert_eq!(status, 200, "{body}");
    body["proposal_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_key_reads_without_a_session() {
    let world = live();
    let (token, _) = key(&world, &[Scope::Read], None);
    let (status, body) = send(&world, &token, "POST", "/odoo/search/partners", &json!({"query": "azure"}));
    assert_eq!((status, &body["count"]), (200, &json!(1)));
    assert_eq!(
        send(&world, &token, "GET", "/odoo/status", &json!({})).1,
        json!({"connected": true, "odoo_version": "17.0"})
    );
}

#[test]
fn a_key_that_was_revoked_is_refused_at_once() {
    let world = live();
    let (token, key) = key(&world, &[Scope::Read], None);
    assert_eq!(send(&world, &token, "GET", "/odoo/status", &json!({})).0, 200);
    api_key::revoke(&world.deps(), &key).unwrap();
    assert_eq!(
        send(&world, &token, "GET", "/odoo/status", &json!({})),
        (
            401,
            json!({
                "detail": "Sign in to Mattermost or send a valid key in the header `X-API-Key`.",
                "code": "unauthenticated", "request_id": "req",
            })
        )
    );
}

#[test]
fn keys_that_are_none_any_more_or_never_were_are_refused() {
    let world = live();
    let (token, _) = key(&world, &[Scope::Read], None);
    let status = |token: &str| send(&world, token, "GET", "/odoo/status", &json!({})).0;
    for token in ["", "odk_", &token[..token.len() - 1], &format!("{token}x"), &token.to_uppercase()] {
        assert_eq!(status(token), 401, "{token}");
    }
    world.pass(Duration::from_secs(24 * 3600));
    assert_eq!(status(&token), 401, "expired");
}

#[test]
fn a_wrong_key_is_no_better_for_a_session_besides() {
    let world = live();
    let headers = [("X-API-Key", "odk_wrong")];
    let response = world.request_with("GET", "/api/v1/odoo/status", Some("anna"), &headers, b"");
    assert_eq!(response.status, 401);
}

#[test]
fn a_key_does_what_its_scopes_say() {
    let world = live();
    let (reads, _) = key(&world, &[Scope::Read], None);
    let (proposes, _) = key(&world, &[Scope::Propose], Some("town"));
    let search = |token: &str| send(&world, token, "POST", "/odoo/search/leads", &json!({"limit": 1}));
    assert_eq!(search(&reads).0, 200);
    assert_eq!(
        (search(&proposes).0, search(&proposes).1["detail"].as_str().unwrap().to_owned()),
        (403, "This account or key may not read: it needs the scope `read`.".into())
    );
    assert_eq!(send(&world, &reads, "POST", "/proposals", &note()).0, 403);
    assert_eq!(send(&world, &proposes, "POST", "/proposals", &note()).0, 200);
    assert_eq!(send(&world, &reads, "GET", "/audit", &json!({})).0, 403);
}

#[test]
fn a_keys_cards_appear_in_its_channel() {
    let world = live();
    let (token, made) = key(&world, &[Scope::Propose], Some("deals"));
    let id = proposed(&world, &token);
    assert_eq!(world.last_post().channel_id, "deals");
    let proposal = Proposals::new(&world.deps()).get(&id).unwrap().unwrap().value;
    assert_eq!(proposal.proposer, Proposer::Key { key_id: made.id, name: "bridge".into(), owner_id: "anna".into() });
    let mut elsewhere = note();
    elsewhere["channel_id"] = json!("town");
    assert_eq!(send(&world, &token, "POST", "/proposals", &elsewhere).1["field"], "channel_id");
    let (homeless, _) = key(&world, &[Scope::Propose], None);
    assert_eq!(send(&world, &homeless, "POST", "/proposals", &note()).0, 403);
    let channels = send(&world, &token, "GET", "/channels", &json!({})).1;
    assert_eq!((&channels["count"], &channels["channels"][0]["id"]), (&json!(1), &json!("deals")));
}

#[test]
fn a_key_sees_and_takes_back_its_own_proposals_only() {
    let world = proposing();
    let (token, _) = key(&world, &[Scope::Propose], Some("town"));
    let (other, _) = key(&world, &[Scope::Propose], Some("town"));
    let (own, bens) = (proposed(&world, &token), propose_note(&world, "ben", "town"));
    let listed = send(&world, &token, "GET", "/odoo/proposals", &json!({})).1;
    assert_eq!((&listed["count"], &listed["proposals"][0]["proposal_id"]), (&json!(1), &json!(own)));
    assert_eq!(send(&world, &token, "GET", &format!("/proposals/{bens}"), &json!({})).0, 404);
    assert_eq!(send(&world, &other, "DELETE", &format!("/odoo/proposals/{own}"), &json!({})).0, 404);
    assert_eq!(
        send(&world, &token, "DELETE", &format!("/odoo/proposals/{own}"), &json!({})),
        (200, json!({"status": "cancelled", "proposal_id": own}))
    );
    assert_eq!(delete(&world, "ben", &format!("/odoo/proposals/{bens}")).0, 200);
}

#[test]
fn a_key_never_executes_and_is_shown_where_a_person_can() {
    let world = live();
    let (token, made) = key(&world, &[Scope::Read, Scope::Propose, Scope::Provision], Some("town"));
    let id = proposed(&world, &token);
    let permalink = format!("https://chat.example.com/_redirect/pl/{}", world.last_post().id);
    for body in [json!({"confirmed": true}), json!({})] {
        assert_eq!(
            send(&world, &token, "POST", &format!("/odoo/execute/{id}"), &body),
            (
                403,
                json!({
                    "detail": "A person has to do that: on the card in Mattermost.", "code": "person_required",
                    "request_id": "req", "permalink": permalink,
                })
            )
        );
    }
    assert_eq!(get(&world, "anna", &format!("/proposals/{id}")).1["state"], "pending");
    let entries = audit::list(&world.deps(), &Query { who: Some(made.id), ..Query::default() }, 10).unwrap().entries;
    let entries: Vec<_> = entries.iter().map(|entry| (entry.action.as_str(), entry.detail.as_str())).collect();
    assert_eq!(
        entries,
        [("proposal.approve", "person_required"), ("proposal.approve", "person_required"), ("proposal.propose", "")]
    );
}

#[test]
fn bots_and_service_accounts_are_tools_too() {
    let world = live().setting("serviceaccounts", json!("@cara"));
    let id = propose_note(&world, "cara", "town");
    let (status, body) = super::post(&world, "cara", &format!("/odoo/execute/{id}"), &json!({"confirmed": true}));
    assert_eq!((status, &body["code"]), (403, &json!("person_required")));
    let (_, listed) = get(&world, "cara", "/odoo/proposals?mine=true");
    assert_eq!(listed["count"], 1);
}

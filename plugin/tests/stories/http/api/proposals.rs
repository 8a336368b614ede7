use odoo_plugin::ports::ChannelMember;
use serde_json::{Value, json};

use super::{get, propose_note, proposing};
use crate::world::World;

fn ids(world: &World, user_id: &str, query: &str) -> Vec<String> {
    let (status, body) = get(world, user_id, &format!("/odoo/proposals{query}"));
    assert_eq!(status, 200, "{body}");
    let proposals = body["proposals"].as_array().unwrap();
    assert_eq!(body["count"], proposals.len());
    proposals.iter().map(|proposal| proposal["proposal_id"].as_str().unwrap().to_owned()).collect()
}

/// Ben and Cara propose in `deals`, Ben in his direct messages besides.
fn three() -> (World, [String; 3]) {
    let world = proposing().setting("proposers", json!("@ben @cara"));
    let deal = propose_note(&world, "ben", "deals");
    let other = propose_note(&world, "cara", "deals");
    let (_, own) =
        super::post(&world, "ben", "/proposals", &json!({"kind": "note", "record": "crm.lead,63", "text": "Mine."}));
    let own = own["proposal_id"].as_str().unwrap().to_owned();
    (world, [deal, other, own])
}

#[test]
fn people_see_what_they_proposed_and_what_is_in_their_channels() {
    let (world, [deal, other, own]) = three();
    assert_eq!(ids(&world, "ben", ""), [own.clone(), other.clone(), deal.clone()]);
    assert_eq!(ids(&world, "ben", "?mine=true"), [own.clone(), deal.clone()]);
    assert_eq!(ids(&world, "cara", "?state=pending"), [other.clone(), deal.clone()]);
    assert_eq!(ids(&world, "dora", ""), [""; 0]);
    assert_eq!(ids(&world, "anna", ""), [own, other, deal]);
    assert_eq!(ids(&world, "ben", "?state=done"), [""; 0]);
    assert_eq!(get(&world, "ben", "/odoo/proposals?state=lost").1["field"], "state");
}

#[test]
fn one_proposal_comes_with_all_that_is_known_of_it() {
    let (world, [deal, ..]) = three();
    let (status, body) = get(&world, "cara", &format!("/proposals/{deal}"));
    assert_eq!((status, &body["proposal_id"], &body["state"]), (200, &json!(deal), &json!("pending")));
    assert_eq!((&body["decisions"], &body["result"]), (&json!([]), &Value::Null));
    assert_eq!(body["shown"][1], json!({"label": "Note", "new": "Called."}));
    let code = body["code"].as_str().unwrap();
    assert_eq!(get(&world, "cara", &format!("/proposals/{code}")).1, body);
}

#[test]
fn what_is_hidden_is_not_there() {
    let (world, [deal, _, own]) = three();
    let absent = get(&world, "dora", "/proposals/01aryz6s410000000000000000");
    assert_eq!(absent.0, 404);
    assert_eq!(get(&world, "dora", &format!("/proposals/{deal}")), absent);
    assert_eq!(get(&world, "cara", &format!("/proposals/{own}")), absent);
    world.join("deals", "dora", ChannelMember { is_admin: false, is_guest: false });
    assert_eq!(get(&world, "dora", &format!("/proposals/{deal}")).0, 200);
}

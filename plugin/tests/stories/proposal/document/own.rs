//! Documents on the administrator's own list: here requests of an app that the company wrote itself.

use odoo_plugin::proposal::{Proposal, State};
use serde_json::{Value, json};

use super::{connected, tend};
use crate::proposal::built::{card, press, stored};
use crate::proposal::{make, read, refusal};
use crate::world::World;

const MODEL: &str = "company.request";

/// Odoo with that app.
fn with_app() -> World {
    let world = connected();
    let states = [["draft", "Draft"], ["asked", "Asked"], ["granted", "Granted"], ["denied", "Denied"]];
    let model = json!({
        "description": "Request", "order": "id desc", "names": ["name"], "access": {},
        "fields": {
            "name": {"type": "char", "string": "Name", "required": true},
            "state": {"type": "selection", "string": "Status", "selection": states},
        },
        "records": [{"id": 1, "name": "A bicycle", "state": "asked"}, {"id": 2, "name": "A boat", "state": "draft"}],
    });
    world.desk().add_model(MODEL, model);
    world.desk().add_button(MODEL, "action_grant", &json!({"state": "granted"}));
    world.desk().add_button(MODEL, "action_deny", &json!({"state": "denied"}));
    world
}

fn listed(world: World) -> World {
    let kind = json!({"word": "request", "model": MODEL,
        "approve": {"method": "action_grant", "from": ["asked"], "to": ["granted"]},
        "refuse": {"method": "action_deny", "from": ["asked"], "to": ["denied"]}});
    world.setting("documentkinds", json!(json!([kind]).to_string()))
}

fn propose(world: &World, decision: &str) -> Proposal {
    make(world, "document", json!({"record": "request 1", "decision": decision, "reason": "It is spring"})).unwrap()
}

fn state(world: &World) -> Value {
    world.desk().record(MODEL, 1, &["state"]).unwrap()["state"].clone()
}

/// The buttons that were pressed, as `model/method`.
fn pressed(world: &World) -> Vec<String> {
    let calls = world.desk().calls();
    calls.iter().filter(|call| call.method.starts_with("action_")).map(odoo_stand_in::Call::name).collect()
}

#[test]
fn a_listed_document_is_decided_on_as_its_approver() {
    for (decision, method, after) in
        [("approve", "company.request/action_grant", "granted"), ("refuse", "company.request/action_deny", "denied")]
    {
        let world = listed(with_app());
        let proposal = propose(&world, decision);
        assert!(read(&card(&world, &proposal)).contains("Document: A bicycle (document 1)"));
        assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
        assert_eq!((stored(&world, &proposal.id).state, state(&world)), (State::Done, json!(after)));
        assert_eq!(pressed(&world), [method]);
        let request = world.desk().record(MODEL, 1, &["write_uid"]).unwrap();
        assert_eq!(request["write_uid"][0], json!(world.desk().user("paula").uid));
    }
}

#[test]
fn the_card_says_that_a_reason_stays_here_where_there_is_no_chatter() {
    let world = listed(with_app());
    let shown = read(&card(&world, &propose(&world, "refuse")));
    assert!(shown.contains(":warning: It has no chatter in Odoo: the reason stays on this card."), "{shown}");
    assert!(shown.contains("Status") || shown.contains("State: Asked → Denied"), "{shown}");
}

#[test]
fn what_is_taken_off_the_list_is_not_pressed_any_more() {
    let world = listed(with_app());
    let proposal = propose(&world, "approve");
    world.save("documentkinds", json!("[]"));
    assert_eq!(
        press(&world, "cara", &proposal, "Approve"),
        "`action_grant` is not on the list `DocumentKinds` any more. Your approval was not taken."
    );
    tend(&world, 1);
    assert_eq!((stored(&world, &proposal.id).state, state(&world)), (State::Pending, json!("asked")));
    assert_eq!(pressed(&world), Vec::<String>::new());
}

#[test]
fn what_is_not_on_the_list_cannot_be_proposed() {
    let world = with_app();
    let told =
        |world: &World, record: &str| refusal(world, "document", json!({"record": record, "decision": "approve"})).2;
    assert_eq!(
        told(&world, "request 1"),
        "“request 1” is no record. Write it as `lead 63`, or paste its link from Odoo."
    );
    let world = listed(world);
    assert_eq!(told(&world, "request 2"), "A boat does not wait for that: its state is “Draft”.");
    assert_eq!(told(&world, "request 9"), "Odoo has no document 9, or the account may not see it.");
}

//! Events that become proposals: of leads and tickets.

use odoo_plugin::hook::{Key, Kind, Wish};
use odoo_plugin::proposal::{Effect, Proposal, Proposals, Proposer, State, policy::Approve};
use odoo_stand_in::Fault;
use serde_json::{Value, json};

use super::{made, send, wish, without_id};
use crate::proposal::read;
use crate::world::World;

/// The hook `ci` makes proposals in `town`.
fn world() -> (World, Key) {
    let world = World::live().setting("proposers", json!("@ben, @cara")).setting("ticketprojects", json!("9, #3"));
    let key = made(&world, Wish { kinds: vec![Kind::Record], ..wish() });
    (world, key)
}

fn lead() -> Value {
    json!({"type": "record", "kind": "lead", "values": {
        "name": "Ten desks", "email_from": "ada@example.com", "expected_revenue": "1200.50", "description": "Oak, please",
    }})
}

/// Everything that was proposed, the latest first.
fn proposals(world: &World) -> Vec<Proposal> {
    let mut found = Vec::new();
    Proposals::new(&world.deps())
        .each(|saved| {
            found.push(saved.value);
            Ok(true)
        })
        .unwrap();
    found
}

fn the_one(world: &World) -> Proposal {
    proposals(world).try_into().map(|[proposal]: [Proposal; 1]| proposal).unwrap()
}

/// Field, code and sentence of a refusal.
fn refused(world: &World, key: &Key, body: &Value) -> [String; 3] {
    let (status, answer) = send(world, key, "event-7", body);
    assert_eq!(status, 422, "{answer}");
    ["field", "code", "detail"].map(|part| answer[part].as_str().unwrap_or_default().to_owned())
}

#[test]
fn an_event_becomes_a_card_that_somebody_else_decides_on() {
    let (world, key) = world();
    let (status, answer) = send(&world, &key, "event-7", &lead());
    assert_eq!(
        (status, without_id(answer)),
        (202, json!({"accepted": true, "duplicate": false, "id": "", "ignored": [], "warnings": []}))
    );
    let proposal = the_one(&world);
    assert_eq!(proposal.proposer, Proposer::Hook { name: "ci".into(), owner_id: "ben".into() });
    assert_eq!(
        (proposal.kind.as_str(), proposal.case_id.as_deref(), proposal.policy.approve, proposal.state),
        ("lead", Some("event-7"), Approve::Other, State::Pending)
    );
    let card = world.post_of(&proposal.origin.post_id);
    assert_eq!(card.channel_id, "town");
    let shown = read(&card);
    assert!(shown.contains("Proposed by: hook ci\nCase: event-7"), "{shown}");
    assert_eq!(world.press_on("cara", &card.id, "Approve").status, 200);
    let [id] = world.desk().search("crm.lead", &json!([["name", "=", "Ten desks"]])).try_into().unwrap();
    assert_eq!(world.desk().record("crm.lead", id, &["expected_revenue"]).unwrap()["expected_revenue"], json!(1200.5));
    let audit = world.command_as("anna", "town", "/odoo audit");
    assert!(audit.contains("proposal.propose"), "{audit}");
}

#[test]
fn nobodys_word_and_the_hooks_own_are_never_enough() {
    let (world, key) = world();
    world.save("approvalpolicy", json!(r#"{"lead": {"approve": "self"}}"#));
    send(&world, &key, "event-7", &lead());
    assert_eq!((the_one(&world).policy.approve, the_one(&world).policy.n), (Approve::Other, 1));
}

#[test]
fn the_same_event_is_the_same_proposal() {
    let (world, key) = world();
    let (_, first) = send(&world, &key, "event-7", &lead());
    let (status, again) = send(&world, &key, "event-7", &lead());
    assert_eq!((status, &again["duplicate"], &again["id"]), (202, &json!(true), &first["id"]));
    world.restart();
    send(&world, &key, "event-7", &lead());
    assert_eq!(world.posts.borrow().iter().filter(|post| post.id == the_one(&world).origin.post_id).count(), 1);
    send(&world, &key, "event-8", &lead());
    assert_eq!(proposals(&world).len(), 2);
}

#[test]
fn whoever_dies_on_the_way_leaves_one_proposal_when_the_event_comes_again() {
    let (world, key) = world();
    let before = world.effects.count();
    send(&world, &key, "event-7", &lead());
    let steps = world.effects.count() - before;
    assert!(steps > 10, "{steps}");
    for (step, is_after) in (0..steps).flat_map(|step| [(step, false), (step, true)]) {
        let (world, key) = self::world();
        world.effects.kill_at(step, is_after);
        assert!(world.survive(|world| send(world, &key, "event-7", &lead())).is_err(), "step {step}");
        let (status, answer) = send(&world, &key, "event-7", &lead());
        assert_eq!(status, 202, "step {step}: {answer}");
        assert_eq!(proposals(&world).len(), 1, "step {step}");
    }
}

#[test]
fn a_ticket_is_a_task_of_the_first_project_or_of_the_named_one() {
    for (project, id) in [(json!(null), 9), (json!(3), 3)] {
        let (world, key) = world();
        let values = json!({"name": "No paper", "description": "Again", "priority": 1, "project": project});
        let (status, answer) =
            send(&world, &key, "event-7", &json!({"type": "record", "kind": "ticket", "values": values}));
        assert_eq!(status, 202, "{answer}");
        let proposal = the_one(&world);
        let [Effect::Create { values }] = [&proposal.operations[0].effect] else { panic!("{proposal:?}") };
        assert_eq!((&values[0]["name"], &values[0]["project_id"]), (&json!("No paper"), &json!(id)));
    }
}

#[test]
fn what_is_wrong_is_told_by_its_path_and_mended_under_the_same_id() {
    let (world, key) = world();
    let event = |kind: &str, values: Value| json!({"type": "record", "kind": kind, "values": values});
    let cases = [
        (json!({"type": "record"}), ["kind", "required"]),
        (json!({"type": "record", "kind": "invoice"}), ["kind", "unknown"]),
        (json!({"type": "record", "kind": "lead"}), ["values", "required"]),
        (json!({"type": "record", "kind": "lead", "values": []}), ["values", "malformed"]),
        (event("lead", json!({})), ["values.name", "required"]),
        (event("lead", json!({"name": "x", "colour": "red"})), ["values.colour", "unknown_field"]),
        (event("lead", json!({"name": "x", "expected_revenue": "much"})), ["values.expected_revenue", "malformed"]),
        (event("lead", json!({"name": "x", "partner_id": 99_999})), ["values.partner_id", "not_found"]),
        (event("ticket", json!({"name": " "})), ["values.name", "required"]),
        (event("ticket", json!({"name": "x", "user_ids": [1]})), ["values.user_ids", "unknown_field"]),
        (event("ticket", json!({"name": "x", "project": "Other"})), ["values.project", "unknown"]),
        (
            json!({"type": "record", "kind": "lead", "values": {"name": "x"}, "channel": "other"}),
            ["channel", "unknown"],
        ),
        (json!({"type": "notify", "text": "x"}), ["type", "unknown"]),
    ];
    for (body, expected) in cases {
        let [field, code, detail] = refused(&world, &key, &body);
        assert_eq!([field.as_str(), code.as_str()], expected, "{detail}");
        assert!(!detail.contains("tasks["), "{detail}");
    }
    assert_eq!(proposals(&world), []);
    assert_eq!(send(&world, &key, "event-7", &lead()).0, 202);
    assert_eq!(proposals(&world).len(), 1);
    let (world, key) = self::world();
    world.save("ticketprojects", json!(""));
    let [field, _, detail] = refused(&world, &key, &event("ticket", json!({"name": "x"})));
    assert_eq!(
        (field.as_str(), detail.as_str()),
        ("kind", "There are no tickets here: an administrator has to name their projects in `TicketProjects`.")
    );
}

#[test]
fn a_hook_for_notices_makes_no_proposals() {
    let world = World::live();
    let key = made(&world, wish());
    assert_eq!(refused(&world, &key, &lead())[0], "type");
}

#[test]
fn while_odoo_is_down_the_sender_is_asked_to_come_again() {
    let (world, key) = world();
    world.desk().set_fault(Fault::NoAnswer);
    assert_eq!(send(&world, &key, "event-7", &lead()).0, 503);
    world.desk().clear_fault();
    world.pass(std::time::Duration::from_secs(3600));
    assert_eq!(send(&world, &key, "event-7", &lead()).0, 202);
    assert_eq!(proposals(&world).len(), 1);
}

//! What leads from one proposal to another: *Edit…* and *Then…*, and what needs no approval.

use odoo_plugin::proposal::State;
use serde_json::{Value, json};

use super::built::{card, names, press, stored, told};
use super::{make, world};
use crate::world::{World, buttons};

/// What the entries of the open form hold.
fn held(world: &World) -> Value {
    let dialogs = world.dialogs.borrow();
    let elements = &dialogs.last().expect("an open form").elements;
    let held = elements.iter().filter(|element| !element.default.is_empty());
    held.map(|element| (element.name.clone(), json!(element.default))).collect()
}

/// What is wrong with a form.
fn form(response: &odoo_plugin::http::Response) -> String {
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    body["error"].as_str().map_or_else(|| body["errors"].to_string(), ToOwned::to_owned).replace("null", "")
}

/// Chooses what follows a proposal.
fn then(world: &World, post_id: &str, kind: &str) -> String {
    let post = world.post_of(post_id);
    let mut button = buttons(&post).into_iter().find(|button| button.name == "Then…").unwrap();
    assert!(button.options.iter().any(|option| option.value == kind));
    button.context["selected_option"] = json!(kind);
    told(&world.press_button("ben", "town", post_id, &button))
}

#[test]
fn an_edited_proposal_gives_way_to_what_was_submitted() {
    let world = world();
    let old = make(&world, "lead", json!({"name": "Shelves", "expected_revenue": 1200, "case_id": "C-7"})).unwrap();
    assert_eq!(names(&world, &old), ["Approve", "Reject…", "Edit…", "Cancel…"]);
    assert_eq!(press(&world, "ben", &old, "Edit…"), "");
    assert_eq!(held(&world), json!({"name": "Shelves", "expected_revenue": "1200.0", "ref": "C-7"}));
    let submission = json!({"name": "Shelves", "expected_revenue": "1500", "ref": "C-7"});
    assert_eq!(form(&world.submit("ben", "town", submission.clone())), "");
    let old = stored(&world, &old.id);
    let new = stored(&world, &old.superseded_by.clone().unwrap());
    assert_eq!((old.state, new.state), (State::Superseded, State::Pending));
    assert_eq!(new.shown[1].new, "1500.00 USD");
    // The form is still open in another window.
    assert_eq!(form(&world.submit("ben", "town", submission)), "This proposal was decided meanwhile. Make a new one.");
}

#[test]
fn only_its_proposer_edits_a_proposal() {
    let world = world().setting("proposers", json!("@ben, @cara"));
    let proposal = make(&world, "note", json!({"record": "lead 63", "text": "Called"})).unwrap();
    let sentence = "A proposal is edited by its proposer. Reject it and say why, or propose another one.";
    assert_eq!(press(&world, "cara", &proposal, "Edit…"), sentence);
    let state = json!({"kind": "note", "supersedes": proposal.id}).to_string();
    let body = json!({"channel_id": "town", "state": state, "submission": {"record": "lead 63", "text": "Forged"}});
    assert_eq!(
        form(&world.post_json("/plugins/odoo/dialogs/v1/propose", "cara", &body)),
        "You can edit your own proposals only."
    );
    assert_eq!(stored(&world, &proposal.id).state, State::Pending);
}

#[test]
fn what_no_form_can_show_is_not_edited() {
    let world = world();
    let tasks = json!([{"name": "Order", "priority": "1"}, {"name": "Paint"}]);
    let different = make(&world, "tasks", json!({"project_id": 9, "tasks": tasks})).unwrap();
    let long = make(&world, "note", json!({"record": "lead 63", "text": "x".repeat(3001)})).unwrap();
    for proposal in [different, long] {
        assert_eq!(names(&world, &proposal), ["Approve", "Reject…", "Cancel…"]);
    }
}

#[test]
fn what_follows_begins_with_the_case_and_the_record() {
    let world = world();
    let lead = make(&world, "lead", json!({"name": "Shelves", "case_id": "C-7"})).unwrap();
    press(&world, "ben", &lead, "Approve");
    let id = world.desk().search("crm.lead", &json!([["name", "=", "Shelves"]]))[0].to_string();
    let card = card(&world, &lead);
    assert_eq!(then(&world, &card.id, "activity"), "");
    assert_eq!(held(&world), json!({"res_model": "lead", "res_id": id, "ref": "C-7"}));
    assert_eq!(then(&world, &card.id, "note"), "");
    assert_eq!(held(&world), json!({"record": format!("lead {id}"), "ref": "C-7"}));
    assert_eq!(then(&world, &card.id, "event"), "");
    assert_eq!(held(&world), json!({"ref": "C-7"}));
    // What is submitted appears below the card.
    assert_eq!(form(&world.submit("ben", "town", json!({"name": "Visit", "start": "2026-12-24", "ref": "C-7"}))), "");
    assert_eq!(world.last_post().cards[0].title, "New meeting Visit");
}

#[test]
fn a_note_of_an_agent_needs_no_approval_where_the_policy_says_so() {
    let world =
        world().setting("agents", json!("@ben")).setting("approvalpolicy", json!(r#"{"note": {"approve": "none"}}"#));
    let answer = world.command(r#"/odoo propose note record="lead 63" text="Called" --ref C-7"#);
    assert!(answer.ends_with("is in Odoo: it needed no approval."), "{answer}");
    assert_eq!(
        world.desk().count(
            "mail.message",
            &json!([["model", "=", "crm.lead"], ["res_id", "=", 63], ["body", "ilike", "Called"]])
        ),
        1
    );
    assert!(world.last_post().text.ends_with("is in Odoo."));
}

#[test]
fn a_card_leads_to_the_record_it_is_about() {
    let world = world();
    let note = make(&world, "note", json!({"record": "lead 63", "text": "Called"})).unwrap();
    assert_eq!(card(&world, &note).cards[0].title_link, "https://erp.example.com/mail/view?model=crm.lead&res_id=63");
    let lead = make(&world, "lead", json!({"name": "Shelves"})).unwrap();
    assert_eq!(card(&world, &lead).cards[0].title_link, "");
}

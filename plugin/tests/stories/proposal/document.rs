//! A yes or no to a document, said in Odoo as whoever approves it. `ben` proposes, `cara` approves; she is paula in Odoo.

mod deputy;
mod own;

use std::time::Duration;

use odoo_plugin::proposal::{Proposal, State};
use odoo_stand_in::Fault;
use serde_json::{Value, json};

use super::built::{card, names, notes, press, stored, world, writes};
use super::{make, read, refusal};
use crate::world::World;

/// `P00001` of 1,200 $: not sent yet.
pub const SMALL: i64 = 1;
/// `P00002` of 12,000 $: a manager has to agree.
const LARGE: i64 = 2;
/// `P00003` waits for a manager.
const WAITING: i64 = 3;

/// The plugin's account and paula buy things.
fn buying() -> World {
    let world = world();
    world.desk().grant("bridge", "Purchase/User");
    world.desk().grant("paula", "Purchase/User");
    world
}

/// `cara` is connected as paula.
fn connected() -> World {
    let world = buying();
    connect(&world, "cara");
    world
}

fn connect(world: &World, user_id: &str) {
    world.command_as(user_id, "town", "/odoo connect");
    world.submit(user_id, "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    world.desk().forget_calls();
}

fn propose(world: &World, id: i64, decision: &str) -> Proposal {
    let reason = (decision == "refuse").then_some("Too dear");
    make(world, "document", json!({"record": format!("purchase {id}"), "decision": decision, "reason": reason}))
        .unwrap()
}

/// `ben` is connected and decides on his own proposal.
pub fn own(world: &World) -> Proposal {
    for login in ["bridge", "paula"] {
        world.desk().grant(login, "Purchase/User");
    }
    connect(world, "ben");
    propose(world, SMALL, "approve")
}

/// Where an order is.
pub fn state(world: &World, id: i64) -> Value {
    world.desk().record("purchase.order", id, &["state"]).unwrap()["state"].clone()
}

/// The job runs so many times, once every five minutes.
fn tend(world: &World, times: u32) {
    for _ in 0..times {
        world.pass(Duration::from_secs(5 * 60));
        world.job("expire").unwrap();
    }
}

#[test]
fn the_card_shows_what_is_decided_on() {
    let world = buying();
    world.command(r#"/odoo propose document record="purchase 1" decision=refuse reason="Too dear" --ref C-17"#);
    let card = world.last_post();
    let code = card.text.split('`').nth(1).unwrap().to_owned();
    assert_eq!(
        read(&card),
        format!(
            "Proposal `{code}` waits for approval.
Refuse P00001
:warning: It is done with the Odoo account of whoever approves it here, and cannot be undone from here.
Document: P00001 (purchase order 1)
Vendor: Azure Interior
Total: 1,200 USD
Buyer: Mitchell Admin
State: RFQ → Cancelled
Reason: Too dear
Proposed by: @⁀ben
Case: C-17
Written: as whoever approves it
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC"
        )
    );
}

#[test]
fn who_is_not_connected_cannot_approve_it() {
    let world = buying();
    let proposal = propose(&world, SMALL, "approve");
    let sentence = "A document is decided on with the approver's own Odoo account. Connect yours first, with `/odoo connect`. Your approval was not taken.";
    for person in ["cara", "ben"] {
        assert_eq!(press(&world, person, &proposal, "Approve"), sentence);
    }
    assert_eq!((stored(&world, &proposal.id).state, writes(&world)), (State::Pending, Vec::new()));
    assert_eq!(state(&world, SMALL), "draft");
}

#[test]
fn it_is_decided_on_as_its_approver_and_told_on_the_document() {
    let world = connected();
    let proposal = propose(&world, SMALL, "approve");
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    assert_eq!(writes(&world), ["purchase.order/button_confirm", "purchase.order/message_post"]);
    let order = world.desk().record("purchase.order", SMALL, &["state", "write_uid"]).unwrap();
    assert_eq!((&order["state"], &order["write_uid"][0]), (&json!("purchase"), &json!(world.desk().user("paula").uid)));
    assert!(read(&card(&world, &proposal)).contains("Written: as cara"));
    let [told] = notes(&world, "purchase.order", SMALL).try_into().unwrap();
    assert!(told.contains("proposed by @ben, approved by @cara"), "{told}");
    let journal = &stored(&world, &proposal.id).execution.steps[0].journal[0];
    assert_eq!((&journal.old["state"], &journal.new["state"]), (&json!("draft"), &json!("purchase")));
    assert_eq!(names(&world, &proposal), ["Then…"]);
    assert_eq!(
        world.command(&format!("/odoo undo {}", proposal.code)),
        "A decision on a document stays. Take it back in Odoo, where everybody concerned is told."
    );
}

#[test]
fn a_refusal_leaves_its_reason_on_the_document() {
    for api in ["jsonrpc", "xmlrpc"] {
        let world = connected().setting("odooapi", json!(api));
        let proposal = propose(&world, SMALL, "refuse");
        assert_eq!(press(&world, "cara", &proposal, "Approve"), "", "{api}");
        assert_eq!(writes(&world), ["purchase.order/button_cancel", "purchase.order/message_post"], "{api}");
        assert_eq!((state(&world, SMALL), stored(&world, &proposal.id).state), (json!("cancel"), State::Done), "{api}");
        let [told] = notes(&world, "purchase.order", SMALL).try_into().unwrap();
        assert!(told.starts_with("<p>Too dear<br"), "{api}: {told}");
    }
}

#[test]
fn a_rejected_proposal_decides_nothing() {
    let world = connected();
    let proposal = propose(&world, SMALL, "approve");
    world.command_as("cara", "town", &format!("/odoo reject {} not now", proposal.code));
    assert_eq!((stored(&world, &proposal.id).state, state(&world, SMALL)), (State::Rejected, json!("draft")));
}

#[test]
fn what_a_manager_has_to_agree_to_goes_to_the_manager() {
    let world = connected();
    let proposal = propose(&world, LARGE, "approve");
    assert!(read(&card(&world, &proposal)).contains("State: RFQ Sent → Purchase Order or Locked or To Approve"));
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    assert_eq!(state(&world, LARGE), "to approve");
}

#[test]
fn what_odoo_leaves_as_it_is_has_failed_until_the_approver_may() {
    let world = connected();
    let proposal = propose(&world, WAITING, "approve");
    assert_eq!(
        press(&world, "cara", &proposal, "Approve"),
        "Nothing was written to Odoo. Odoo took the call and left the record as it was: the account may not decide on it, or Odoo asks for more in a window of its own. Look at it in Odoo."
    );
    assert_eq!(stored(&world, &proposal.id).execution.steps[0].code, "odoo_unmoved");
    world.desk().grant("paula", "Purchase/Administrator");
    // Whoever presses it: it is done as the one who approved.
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
    assert_eq!(state(&world, WAITING), "purchase");
}

#[test]
fn a_lost_answer_is_settled_by_the_state() {
    let world = connected();
    let proposal = propose(&world, SMALL, "approve");
    world.desk().fail_next("purchase.order/button_confirm", 1, Fault::AnswerLost);
    press(&world, "cara", &proposal, "Approve");
    assert_eq!(stored(&world, &proposal.id).state, State::Unknown);
    tend(&world, 1);
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(writes(&world), ["purchase.order/button_confirm", "purchase.order/message_post"]);
}

#[test]
fn a_call_that_did_not_arrive_is_sent_again_by_a_person_only() {
    let world = connected();
    let proposal = propose(&world, SMALL, "approve");
    world.desk().fail_next("purchase.order/button_confirm", 1, Fault::TooSlow);
    press(&world, "cara", &proposal, "Approve");
    tend(&world, 2);
    assert_eq!((stored(&world, &proposal.id).state, state(&world, SMALL)), (State::Failed, json!("draft")));
    assert_eq!(press(&world, "cara", &proposal, "Retry"), "");
    assert_eq!(state(&world, SMALL), "purchase");
}

#[test]
fn a_document_that_changed_is_reviewed_again_and_one_that_was_decided_is_left_alone() {
    let world = connected();
    let proposal = propose(&world, SMALL, "approve");
    world.desk().write("purchase.order", SMALL, &json!({"amount_total": 1900.0}));
    let told = press(&world, "cara", &proposal, "Approve");
    assert!(told.starts_with("The record was changed in Odoo"), "{told}");
    let newer = stored(&world, stored(&world, &proposal.id).superseded_by.as_ref().unwrap());
    assert!(read(&card(&world, &newer)).contains("Total: 1,900 USD"));
    world.desk().write("purchase.order", SMALL, &json!({"state": "cancel"}));
    let told = press(&world, "cara", &newer, "Approve");
    assert!(told.contains("P00001 does not wait for that: its state is “Cancelled”."), "{told}");
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = buying();
    let told = |record: &str, decision: &str, reason: &str| {
        refusal(&world, "document", json!({"record": record, "decision": decision, "reason": reason}))
    };
    let code = |record: &str, decision: &str, reason: &str| {
        let (field, code, _) = told(record, decision, reason);
        format!("{field}: {code}")
    };
    assert_eq!(code("", "approve", ""), "record: required");
    assert_eq!(code("purchase", "approve", ""), "record: malformed");
    assert_eq!(code("purchase 99", "approve", ""), "record: not_found");
    assert_eq!(code("purchase 1", "perhaps", ""), "decision: malformed");
    assert_eq!(code("purchase 1", "refuse", " "), "reason: required");
    assert_eq!(code("lead 63", "approve", ""), "record: unknown");
    assert_eq!(told("purchase 4", "approve", "").2, "P00004 does not wait for that: its state is “Purchase Order”.");
    assert_eq!(
        told("expense 4", "refuse", "No").2,
        "Expenses are refused in Odoo itself, which asks for the reason in a window of its own."
    );
}

#[test]
fn an_app_that_is_not_installed_is_told() {
    let world = buying();
    assert_eq!(
        world.command(r#"/odoo propose document record="leave 5" decision=approve"#).lines().next().unwrap(),
        "The Odoo app for that is not installed."
    );
}

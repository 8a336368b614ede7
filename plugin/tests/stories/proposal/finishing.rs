//! What becomes of an activity: it is done, or gets another day.

use std::time::Duration;

use odoo_plugin::ports::Button;
use odoo_plugin::proposal::{Proposal, State};
use odoo_stand_in::{Fault, StandIn};
use serde_json::{Value, json};

use super::built::{card, names, notes, press, stored, writes};
use super::{make, read, refusal};
use crate::world::World;

/// `Followup on the proposal` of the lead 19.
const CALL: i64 = 11;

/// `ben` may search and propose.
fn world() -> World {
    super::world().setting("allowservicereads", json!(true))
}

/// A menu of the last list.
fn menu(world: &World, id: &str) -> Button {
    let shown = world.shown.borrow();
    shown.last().unwrap().buttons.iter().find(|button| button.id == id).unwrap().clone()
}

/// The activity of the lead 19.
fn call(world: &World) -> i64 {
    let found = world.desk().search("mail.activity", &json!([["res_model", "=", "crm.lead"], ["res_id", "=", 19]]));
    assert_eq!(found, [CALL]);
    CALL
}

fn due(world: &World) -> Value {
    world.desk().record("mail.activity", CALL, &["date_deadline"]).unwrap()["date_deadline"].clone()
}

/// `ben` proposes that the call is done.
pub fn done(world: &World) -> Proposal {
    make(world, "finish", json!({"activity_id": call(world), "feedback": "Spoke with Ana\nShe <b>agrees</b>"})).unwrap()
}

/// `ben` proposes another day for the call.
fn moved(world: &World) -> Proposal {
    make(world, "reschedule", json!({"activity_id": call(world), "date_deadline": "friday"})).unwrap()
}

#[test]
fn a_row_of_a_list_leads_to_a_form_and_from_there_to_the_card() {
    let world = world();
    world.command("/odoo find activity --record 19 --model lead");
    let buttons: Vec<_> = world.shown.borrow()[0].buttons.iter().map(|button| button.name.clone()).collect();
    assert_eq!(buttons, ["Done…", "Reschedule…"]);
    world.press_button("ben", "town", "ephemeral", &menu(&world, "finish"));
    let form = world.dialogs.borrow()[0].clone();
    let entries: Vec<_> = form.elements.iter().map(|entry| (entry.name.as_str(), entry.default.as_str())).collect();
    assert_eq!(form.title, "Activity done");
    assert_eq!(entries, [("activity_id", "11"), ("feedback", ""), ("ref", "")]);
    world.submit("ben", "town", json!({"activity_id": "11", "feedback": "Spoke with Ana", "ref": "C-17"}));
    let card = world.last_post();
    let code = card.text.split('`').nth(1).unwrap().to_owned();
    assert_eq!(
        read(&card),
        format!(
            "Proposal `{code}` waits for approval.
Done: Call: Followup on the proposal
:warning: Odoo deletes an activity that is done. This cannot be undone.
Activity: Call: Followup on the proposal (11)
Record: Customizable Desk
Assigned to: Marc Demo
State: due 2026-11-19 → done
Feedback: Spoke with Ana
Proposed by: @⁀ben
Case: C-17
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC"
        )
    );
}

#[test]
fn of_several_rows_one_is_chosen() {
    let world = world();
    world.command("/odoo find activity --overdue");
    let menu = menu(&world, "reschedule");
    assert_eq!(menu.options.len(), 4);
    assert_eq!(menu.options[0].text, "Call: Followup on the proposal, Customizable Desk");
    assert_eq!(menu.context["command"], r#"/odoo propose reschedule --about "activity {}""#);
}

#[test]
fn who_may_not_propose_is_offered_nothing() {
    let world = World::live().setting("allowservicereads", json!(true)).setting("proposers", json!("@cara"));
    world.command("/odoo find activity --overdue");
    assert!(world.shown.borrow()[0].buttons.is_empty());
}

#[test]
fn it_is_done_once_and_its_record_tells_who_wanted_it() {
    let world = world();
    let proposal = done(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert_eq!(writes(&world), ["mail.activity/action_feedback"]);
    assert_eq!(world.desk().record("mail.activity", CALL, &["id"]), None);
    let [told] = notes(&world, "crm.lead", 19).try_into().unwrap();
    let ending = format!("Proposal {}-1, proposed by @ben, approved by @ben", proposal.code);
    assert!(told.contains("Spoke with Ana") && told.contains("&lt;b&gt;agrees") && told.contains(&ending), "{told}");
    assert_eq!(names(&world, &proposal), ["Then…"], "there is nothing to undo");
    assert_eq!(
        world.command(&format!("/odoo undo {}", proposal.code)),
        "There is nothing to undo: notes, files and messages that were sent stay."
    );
}

#[test]
fn from_19_on_it_is_archived() {
    let world = World::with_desk(StandIn::demo().version(19).offline())
        .setting("odooapi", json!("json2"))
        .setting("proposers", json!("@ben"));
    let proposal = done(&world);
    assert!(read(&card(&world, &proposal)).contains("Odoo archives an activity that is done."));
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert_eq!(world.desk().record("mail.activity", CALL, &["active"]).unwrap()["active"], false);
}

#[test]
fn an_activity_that_changed_is_reviewed_again_and_one_that_is_gone_is_told() {
    let world = world();
    let proposal = done(&world);
    world.desk().write("mail.activity", CALL, &json!({"date_deadline": "2026-12-01"}));
    let told = press(&world, "ben", &proposal, "Approve");
    assert!(told.starts_with("The record was changed in Odoo"), "{told}");
    let newer = stored(&world, stored(&world, &proposal.id).superseded_by.as_ref().unwrap());
    world.desk().delete("mail.activity", CALL);
    assert_eq!(
        press(&world, "ben", &newer, "Approve"),
        "mail.activity 11 is not in Odoo any more (as the plugin's account). Your approval was not taken."
    );
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn a_lost_answer_is_settled_by_the_feedback_on_the_record() {
    let world = world();
    let proposal = done(&world);
    world.desk().fail_next("mail.activity/action_feedback", 1, Fault::AnswerLost);
    press(&world, "ben", &proposal, "Approve");
    assert_eq!(stored(&world, &proposal.id).state, State::Unknown);
    tend(&world, 1);
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(writes(&world), ["mail.activity/action_feedback"]);
}

#[test]
fn a_call_that_did_not_arrive_is_sent_again_by_a_person_only() {
    let world = world();
    let proposal = done(&world);
    world.desk().fail_next("mail.activity/action_feedback", 1, Fault::TooSlow);
    press(&world, "ben", &proposal, "Approve");
    tend(&world, 2);
    assert_eq!(stored(&world, &proposal.id).state, State::Failed);
    assert!(world.desk().record("mail.activity", CALL, &["id"]).is_some());
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
    assert_eq!(world.desk().record("mail.activity", CALL, &["id"]), None);
}

#[test]
fn one_that_somebody_else_finished_meanwhile_is_for_a_person() {
    let world = world();
    let proposal = done(&world);
    world.desk().fail_next("mail.activity/action_feedback", 1, Fault::TooSlow);
    press(&world, "ben", &proposal, "Approve");
    world.desk().delete("mail.activity", CALL);
    tend(&world, 1);
    assert_eq!(names(&world, &proposal), ["It is in Odoo", "It is not in Odoo", "Retry"]);
    assert!(read(&card(&world, &proposal)).contains("mail.activity 11 is not open any more"));
}

#[test]
fn another_day_is_written_and_told_and_can_be_undone() {
    let world = world();
    let proposal = moved(&world);
    assert!(read(&card(&world, &proposal)).contains("Due: 2026-11-19 → 2026-11-27"));
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert_eq!(writes(&world), ["mail.activity/write", "crm.lead/message_post"]);
    assert_eq!((due(&world), notes(&world, "crm.lead", 19).len()), (json!("2026-11-27"), 1));
    press(&world, "ben", &proposal, "Undo");
    let undo = stored(&world, stored(&world, &proposal.id).undone_by.as_ref().unwrap());
    assert_eq!(press(&world, "ben", &undo, "Approve"), "");
    assert_eq!(due(&world), "2026-11-19");
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = world();
    let finish = |draft: Value| refusal(&world, "finish", draft);
    assert_eq!(finish(json!({})).0, "activity_id");
    assert_eq!(
        finish(json!({"activity_id": "followup"})),
        (
            "activity_id".into(),
            "malformed",
            "An activity is named by its number. `/odoo find activity` lists them, with a menu to choose from.".into()
        )
    );
    assert_eq!(finish(json!({"activity_id": 999})).1, "not_found");
    let reschedule = |day: &str| refusal(&world, "reschedule", json!({"activity_id": CALL, "date_deadline": day}));
    assert_eq!((reschedule("").1, reschedule("tomorrow 9:00").1), ("required", "malformed"));
    assert_eq!(reschedule("2026-11-19").2, "There is nothing to change: it is due on 2026-11-19 already.");
}

/// The job runs so many times, once every five minutes.
fn tend(world: &World, times: u32) {
    for _ in 0..times {
        world.pass(Duration::from_secs(5 * 60));
        world.job("expire").unwrap();
    }
}

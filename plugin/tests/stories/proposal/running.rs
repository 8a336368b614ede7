//! Running: exactly once, whoever races, whatever dies, whatever Odoo answers.

use std::sync::mpsc;
use std::time::Duration;

use odoo_plugin::proposal::execution::{self, Progress};
use odoo_plugin::proposal::{Proposal, State};
use odoo_stand_in::Fault;
use serde_json::json;

use super::built::{
    build, card, create, lead, leads, listed, names, notes, partner, phone, press, stored, strict, tasks, world, writes,
};
use crate::world::World;

/// The job runs once every five minutes.
fn tend_for(world: &World, minutes: u64) {
    for _ in 0..minutes / 5 {
        world.pass(Duration::from_secs(5 * 60));
        world.job("expire").unwrap();
    }
}

/// Only what makes or changes records, without the notes.
fn records(world: &World) -> Vec<String> {
    writes(world).into_iter().filter(|call| !call.ends_with("message_post")).collect()
}

#[test]
fn twenty_tasks_are_one_call_and_each_gets_its_note() {
    let world = world();
    let proposal = tasks(&world, 20);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert_eq!(records(&world), ["project.task/load"]);
    let stored = stored(&world, &proposal.id);
    let ids = stored.execution.steps[0].record_ids.clone();
    assert_eq!(ids.len(), 20);
    let task =
        world.desk().record("project.task", ids[19], &["name", "user_ids", "priority", "date_deadline", "description"]);
    assert_eq!(
        task.unwrap(),
        json!({"id": ids[19], "name": "Task 20", "user_ids": [], "priority": "1",
            "date_deadline": "2026-12-24 10:00:00", "description": "<p>a<br>b</p>"})
    );
    for id in ids {
        assert_eq!(notes(&world, "project.task", id).len(), 1);
    }
}

#[test]
fn tasks_with_different_fields_are_one_call_and_one_bad_one_keeps_all_out() {
    let mixed = |last: serde_json::Value| {
        let tasks = [
            json!({"name": "Order", "project_id": 9, "priority": "1"}),
            json!({"name": "Paint", "project_id": 9}),
            last,
        ];
        vec![create("create_tasks", odoo_plugin::proposal::Model::Task, &tasks)]
    };
    let named =
        |world: &World| world.desk().count("project.task", &json!([["name", "in", ["Order", "Paint", "Sweep"]]]));
    let world = world();
    let proposal = build(&world, "tasks", mixed(json!({"name": "Sweep", "project_id": 9, "user_ids": [[6, 0, []]]})));
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert_eq!((records(&world), named(&world)), (vec!["project.task/create".to_owned()], 3));

    let world = super::built::world();
    let proposal =
        build(&world, "tasks", mixed(json!({"name": "Sweep", "project_id": 9, "priority": "9", "stage_id": 1})));
    let told = press(&world, "ben", &proposal, "Approve");
    assert!(told.starts_with("Nothing was written to Odoo."), "{told}");
    assert_eq!((records(&world), named(&world)), (vec!["project.task/create".to_owned()], 0));
}

#[test]
fn a_record_is_changed_and_told_who_wanted_it() {
    let world = world();
    let proposal = partner(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert_eq!(writes(&world), ["res.partner/write", "res.partner/message_post"]);
    assert_eq!(world.desk().record("res.partner", 14, &["phone"]).unwrap()["phone"], "+34 600");
    let post_id = stored(&world, &proposal.id).origin.post_id;
    assert_eq!(
        notes(&world, "res.partner", 14),
        [format!(
            "<p>Prefers calls<br><br>Proposal {}-2, proposed by @ben, approved by @ben, case C-17<br>https://chat.example.com/_redirect/pl/{post_id}</p>",
            proposal.code
        )]
    );
    let journal = &stored(&world, &proposal.id).execution.steps[0].journal;
    assert_eq!((&journal[0].old["phone"], &journal[0].new["phone"]), (&json!("+58 212 681 0538"), &json!("+34 600")));
}

#[test]
fn a_whole_life_costs_so_many_calls_of_the_store_however_many_records_it_makes() {
    let cost = |world: &World, act: &dyn Fn()| {
        let before = world.kv_calls.get();
        act();
        let after = world.kv_calls.get();
        (after.0 - before.0, after.1 - before.1)
    };
    for count in [1, 20] {
        let world = world();
        // The first write of all makes the gate.
        press(&world, "ben", &tasks(&world, 1), "Approve");
        let before = world.kv_calls.get();
        let proposal = tasks(&world, count);
        let made = world.kv_calls.get();
        let made = (made.0 - before.0, made.1 - before.1);
        let ran = cost(&world, &|| assert_eq!(press(&world, "ben", &proposal, "Approve"), ""));
        // As docs/proposals.md says; the notes of twenty records pass the gate in three groups, that of one in one.
        let notes = if count == 1 { 0 } else { 2 };
        assert_eq!((made, (ran.0 - notes, ran.1 - notes)), ((8, 6), (30, 16)), "reads and writes: made, ran");
    }
}

#[test]
fn the_result_has_the_shape_of_the_api() {
    let world = world();
    let proposal = lead(&world);
    press(&world, "ben", &proposal, "Approve");
    assert_eq!(
        execution::result(&stored(&world, &proposal.id)),
        json!({
            "proposal_id": proposal.id, "case_id": "C-17", "executed_at": "2026-11-21T09:30:00Z",
            "results": [{"op": "create_lead", "model": "crm.lead", "method": "create", "success": true, "record_id": leads(&world)[0]}],
        })
    );
}

#[test]
fn of_two_who_approve_at_the_same_time_one_writes_wherever_they_meet() {
    let steps = {
        let world = strict().setting("proposers", json!("@anna, @ben, @cara"));
        let proposal = lead(&world);
        let before = world.effects.count();
        press(&world, "cara", &proposal, "Approve");
        world.effects.count() - before
    };
    assert!(steps > 10, "{steps}");
    for step in 0..steps {
        let world = strict().setting("proposers", json!("@anna, @ben, @cara"));
        let proposal = lead(&world);
        let rival = proposal.clone();
        let other = card(&world, &proposal);
        world.effects.interrupt_at(step, move |world| {
            let button = crate::world::buttons(&other).remove(0);
            world.press_button("anna", "town", &other.id, &button);
        });
        press(&world, "cara", &proposal, "Approve");
        assert_eq!(records(&world), ["crm.lead/load"], "step {step}");
        assert_eq!(leads(&world).len(), 1, "step {step}");
        tend_for(&world, 10);
        let stored = stored(&world, &rival.id);
        assert_eq!(stored.state, State::Done, "step {step}");
        assert_eq!(notes(&world, "crm.lead", leads(&world)[0]).len(), 1, "step {step}");
        assert_eq!(names(&world, &rival), ["Then…", "Undo"], "step {step}");
    }
}

/// Ends the process at every step of an approval and lets the jobs do the rest.
fn killed_everywhere(make: fn(&World) -> Proposal, check: fn(&World, &Proposal, &str)) {
    let steps = {
        let world = world();
        let proposal = make(&world);
        let before = world.effects.count();
        press(&world, "ben", &proposal, "Approve");
        world.effects.count() - before
    };
    for step in 0..steps {
        for is_after in [false, true] {
            let world = world();
            let proposal = make(&world);
            world.effects.kill_at(step, is_after);
            let ended = world.survive(|world| press(world, "ben", &proposal, "Approve")).is_err();
            assert!(ended, "step {step}");
            tend_for(&world, 20);
            let when = format!("step {step} of {steps}, after: {is_after}");
            if stored(&world, &proposal.id).state == State::Pending {
                // The word was not stored: nothing has happened, and it can be given again.
                assert_eq!(writes(&world), Vec::<String>::new(), "{when}");
                assert_eq!(press(&world, "ben", &proposal, "Approve"), "", "{when}");
            }
            check(&world, &proposal, &when);
            assert_eq!(stored(&world, &proposal.id).state, State::Done, "{when}");
            assert_eq!(listed(&world), Vec::<String>::new(), "{when}");
            assert!(card(&world, &proposal).text.contains("is in Odoo"), "{when}");
        }
    }
}

#[test]
fn whenever_the_process_dies_a_new_record_is_made_once() {
    killed_everywhere(lead, |world, _, when| {
        assert_eq!(leads(world).len(), 1, "{when}");
        assert_eq!(notes(world, "crm.lead", leads(world)[0]).len(), 1, "{when}");
    });
}

#[test]
fn whenever_the_process_dies_a_change_and_a_note_are_made_once() {
    killed_everywhere(partner, |world, _, when| {
        assert_eq!(world.desk().record("res.partner", 14, &["phone"]).unwrap()["phone"], "+34 600", "{when}");
        assert_eq!(notes(world, "res.partner", 14).len(), 1, "{when}");
        let changes = records(world).len();
        assert_eq!(changes, 1, "{when}");
    });
}

#[test]
fn whenever_the_process_dies_an_activity_is_finished_once() {
    killed_everywhere(super::finishing::done, |world, _, when| {
        assert_eq!(notes(world, "crm.lead", 19).len(), 1, "{when}");
        assert_eq!(records(world), ["mail.activity/action_feedback"], "{when}");
    });
}

#[test]
fn whenever_the_process_dies_files_get_to_their_record_once() {
    killed_everywhere(super::files::two, |world, _, when| super::files::check(world, when));
}

#[test]
fn whenever_the_process_dies_a_document_is_decided_on_once() {
    killed_everywhere(super::document::own, |world, _, when| {
        assert_eq!(super::document::state(world, super::document::SMALL), "purchase", "{when}");
        assert_eq!(records(world), ["purchase.order/button_confirm"], "{when}");
        assert_eq!(notes(world, "purchase.order", super::document::SMALL).len(), 1, "{when}");
    });
}

#[test]
fn where_odoo_says_nothing_after_the_commit_it_is_found_by_reading() {
    for fault in [Fault::AnswerLost, Fault::AnswerTooSlow] {
        let world = world();
        let proposal = lead(&world);
        world.desk().fail_next("crm.lead/load", 1, fault);
        let told = press(&world, "ben", &proposal, "Approve");
        assert!(told.starts_with("Odoo did not say whether it was written; that is being found out."), "{told}");
        assert_eq!(stored(&world, &proposal.id).state, State::Unknown);
        assert_eq!(names(&world, &proposal), ["Retry"]);
        tend_for(&world, 5);
        assert_eq!(stored(&world, &proposal.id).state, State::Done);
        assert_eq!((records(&world), leads(&world).len()), (vec!["crm.lead/load".to_owned()], 1));
        assert_eq!(notes(&world, "crm.lead", leads(&world)[0]).len(), 1);
        assert_eq!(names(&world, &proposal), ["Then…", "Undo"]);
    }
}

#[test]
fn where_nothing_arrived_it_is_unknown_until_it_cannot_arrive_any_more() {
    let world = world();
    let proposal = lead(&world);
    world.desk().fail_next("crm.lead/load", 1, Fault::TooSlow);
    press(&world, "ben", &proposal, "Approve");
    let told = press(&world, "ben", &proposal, "Retry");
    assert_eq!(
        told,
        "Odoo did not say whether it was written; that is being found out. Odoo may still be at work on it."
    );
    assert_eq!(records(&world).len(), 1, "a try again only looked");
    tend_for(&world, 10);
    assert_eq!(stored(&world, &proposal.id).state, State::Failed);
    assert_eq!(leads(&world).len(), 0);
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
    assert_eq!((stored(&world, &proposal.id).state, leads(&world).len()), (State::Done, 1));
}

#[test]
fn a_change_whose_answer_was_lost_is_settled_by_comparing() {
    let world = world();
    let proposal = partner(&world);
    world.desk().fail_next("res.partner/write", 1, Fault::AnswerLost);
    press(&world, "ben", &proposal, "Approve");
    tend_for(&world, 5);
    // The job only settles; the note that was to follow waits for a person.
    assert_eq!(stored(&world, &proposal.id).state, State::Partial);
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
    assert_eq!(writes(&world), ["res.partner/write", "res.partner/message_post"]);
}

#[test]
fn a_note_whose_answer_was_lost_is_found_in_the_chatter() {
    let world = world();
    let proposal = partner(&world);
    world.desk().fail_next("res.partner/message_post", 1, Fault::AnswerLost);
    press(&world, "ben", &proposal, "Approve");
    tend_for(&world, 5);
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(notes(&world, "res.partner", 14).len(), 1);
}

#[test]
fn where_reading_does_not_tell_a_person_does() {
    let world = world();
    let proposal = build(&world, "partner", vec![phone(&world, "+34 600")]);
    world.desk().fail_next("res.partner/write", 1, Fault::AnswerLost);
    press(&world, "ben", &proposal, "Approve");
    world.desk().write("res.partner", 14, &json!({"phone": "+34 999"}));
    tend_for(&world, 5);
    let told = super::read(&card(&world, &proposal));
    assert!(told.contains("res.partner 14 holds neither what it held before nor what this proposal writes."), "{told}");
    assert_eq!(names(&world, &proposal), ["It is in Odoo", "It is not in Odoo", "Retry"]);
    tend_for(&world, 10);
    assert_eq!(stored(&world, &proposal.id).state, State::Unknown);
    assert_eq!(press(&world, "ben", &proposal, "It is in Odoo"), "");
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(records(&world), ["res.partner/write"]);
}

#[test]
fn answers_that_are_no_answers_are_told_and_nothing_is_sent_twice() {
    let cases = [
        (Fault::Status { code: 403, retry_after_s: None }, State::Failed),
        (Fault::Status { code: 500, retry_after_s: None }, State::Unknown),
        (Fault::Html, State::Unknown),
        (Fault::Empty, State::Unknown),
        (Fault::MalformedJson, State::Unknown),
        (Fault::Status { code: 429, retry_after_s: Some(7) }, State::Failed),
        (
            Fault::Exception { name: "odoo.exceptions.ValidationError", message: "No <b>desks</b>".into() },
            State::Failed,
        ),
        (Fault::Exception { name: "odoo.exceptions.AccessError", message: "Not you".into() }, State::Failed),
    ];
    for (fault, state) in cases {
        let world = world();
        let proposal = lead(&world);
        world.desk().fail_next("crm.lead/load", 1, fault.clone());
        press(&world, "ben", &proposal, "Approve");
        let stored = stored(&world, &proposal.id);
        assert_eq!((stored.state, records(&world).len()), (state, 1), "{fault:?}");
        let text = super::read(&card(&world, &proposal));
        assert!(!text.contains("<b>") && !text.contains("Not you"), "{text}");
        tend_for(&world, 10);
        let again = press(&world, "ben", &proposal, if leads(&world).is_empty() { "Retry" } else { "Undo" });
        assert!(again.is_empty() || again.contains("would undo it"), "{fault:?}: {again}");
        assert_eq!(leads(&world).len(), 1, "{fault:?}");
    }
}

#[test]
fn what_odoo_says_of_it_is_for_administrators() {
    let world = world();
    let proposal = lead(&world);
    let message = "The pipeline is closed".to_owned();
    world.desk().fail_next("crm.lead/load", 1, Fault::Exception { name: "odoo.exceptions.ValidationError", message });
    press(&world, "ben", &proposal, "Approve");
    let command = format!("/odoo proposal {}", proposal.code);
    assert!(!world.command(&command).contains("pipeline"));
    assert!(
        world
            .command_as("anna", "town", &command)
            .contains("`create_lead` on crm.lead: odoo_validation: The pipeline is closed")
    );
}

#[test]
fn a_key_that_was_revoked_writes_nothing() {
    let world = world();
    let proposal = lead(&world);
    world.desk().revoke_key("bridge");
    let told = press(&world, "ben", &proposal, "Approve");
    assert!(told.ends_with("Your approval was not taken."), "{told}");
    assert_eq!((stored(&world, &proposal.id).state, writes(&world)), (State::Pending, Vec::<String>::new()));
}

#[test]
fn a_step_that_fails_leaves_the_others_and_only_what_is_missing_runs_again() {
    let world = world();
    let lead = create("create_lead", odoo_plugin::proposal::Model::Lead, &[json!({"name": "Ten desks"})]);
    let proposal = build(&world, "partner", vec![phone(&world, "+34 600"), lead]);
    let message = "No".to_owned();
    world.desk().fail_next("crm.lead/load", 1, Fault::Exception { name: "odoo.exceptions.UserError", message });
    let told = press(&world, "ben", &proposal, "Approve");
    assert_eq!(told, "Only 1 of 2 steps were written to Odoo. Odoo did not accept these values.");
    let stored_now = stored(&world, &proposal.id);
    let progress: Vec<_> = stored_now.execution.steps.iter().map(|step| step.progress).collect();
    assert_eq!((stored_now.state, progress), (State::Partial, vec![Progress::Done, Progress::Failed]));
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
    assert_eq!(records(&world), ["res.partner/write", "crm.lead/load", "crm.lead/load"]);
    assert_eq!(leads(&world).len(), 1);
}

/// Freezes before every step of an approval.
fn frozen_everywhere(make: fn(&World) -> Proposal) {
    let steps = {
        let world = world();
        let proposal = make(&world);
        let before = world.effects.count();
        press(&world, "ben", &proposal, "Approve");
        world.effects.count() - before
    };
    for step in 0..steps {
        let world = world();
        let proposal = make(&world);
        let (tell, told) = mpsc::channel();
        world.effects.interrupt_at(step, move |world| {
            tell.send(world.command_as("anna", "town", "/odoo admin freeze")).unwrap();
            world.desk().forget_calls();
        });
        press(&world, "ben", &proposal, "Approve");
        let told = told.recv().unwrap();
        assert!(told.starts_with("**Writing to Odoo is frozen.**"), "{told}");
        // One that had passed the gate may leave: it was said to be under way, and nothing follows it.
        let is_said = told.contains(&format!("- Proposal `{}` is still under way", proposal.code));
        assert!(writes(&world).len() <= usize::from(is_said), "step {step}: {:?} {told}", writes(&world));
        world.restart();
        world.desk().forget_calls();
        tend_for(&world, 20);
        assert_eq!(writes(&world), Vec::<String>::new(), "step {step}");
    }
}

#[test]
fn a_freeze_stops_every_write_that_has_not_left_wherever_it_comes() {
    frozen_everywhere(lead);
    frozen_everywhere(partner);
}

#[test]
fn a_freeze_waits_for_what_is_under_way_and_says_what_it_was() {
    let world = world();
    let proposal = lead(&world);
    assert_eq!(
        world.command_as("anna", "town", "/odoo admin freeze"),
        "**Writing to Odoo is frozen.** Nothing is sent any more.\nNo proposal was being written."
    );
    assert_eq!(stored(&world, &proposal.id).state, State::Pending);
    // Another process dies between intent and outcome.
    let (world, code) = (0..)
        .find_map(|step| {
            let world = self::world();
            let proposal = lead(&world);
            world.effects.kill_at(step, true);
            world.survive(|world| press(world, "ben", &proposal, "Approve")).err()?;
            let step = stored(&world, &proposal.id).execution.steps.first().map(|step| step.progress);
            (step == Some(Progress::Sent)).then_some((world, proposal.code))
        })
        .unwrap();
    assert_eq!(
        world.command_as("anna", "town", "/odoo admin freeze bad import"),
        format!(
            "**Writing to Odoo is frozen.** Nothing is sent any more.\nUnder way when the freeze came:\n- Proposal `{code}` is still under way, or its process died\n"
        )
    );
    assert!(world.command("/odoo status").contains("**Frozen** since 2026-11-21 09:30 UTC: bad import."));
}

#[test]
fn only_a_system_administrator_freezes_and_lifts_it() {
    let world = world().setting("odooadmins", json!("@cara"));
    for (user, command) in [("ben", "freeze"), ("cara", "freeze"), ("cara", "unfreeze")] {
        assert_eq!(
            world.command_as(user, "town", &format!("/odoo admin {command}")),
            "This is for system administrators. Ask one of them."
        );
    }
    assert_eq!(world.command_as("anna", "town", "/odoo admin unfreeze"), "Writing to Odoo is not frozen.");
}

#[test]
fn work_that_is_too_long_for_one_call_goes_on_in_the_job_and_can_be_stopped() {
    let many = |world: &World| {
        let operation = |n: usize| {
            let values = json!({"name": format!("Ten desks {n}")});
            create("create_lead", odoo_plugin::proposal::Model::Lead, &[values])
        };
        build(world, "lead", (0..25).map(operation).collect())
    };
    let slow = || world().setting("odootimeoutseconds", json!(1));
    let world = slow();
    let proposal = many(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "It takes longer than one call may: it goes on by itself.");
    let text = super::read(&card(&world, &proposal));
    assert!(text.contains("of 25 steps are written to Odoo."), "{text}");
    assert_eq!(names(&world, &proposal), ["Stop"]);
    tend_for(&world, 60);
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(records(&world).len(), 25);

    let world = slow();
    let proposal = many(&world);
    press(&world, "ben", &proposal, "Approve");
    let written = records(&world).len();
    assert_eq!(
        press(&world, "ben", &proposal, "Stop"),
        "Nothing further is sent to Odoo. What is under way comes to its end."
    );
    tend_for(&world, 20);
    assert_eq!((stored(&world, &proposal.id).state, records(&world).len()), (State::Partial, written));
    assert_eq!(names(&world, &proposal), ["Retry"]);
}

#[test]
fn while_the_plugin_is_paused_nothing_is_written() {
    let world = world().setting("paused", json!(true));
    let proposal = lead(&world);
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        "Nothing was written to Odoo. Writing is paused: an administrator switched `Paused` on in the plugin's settings."
    );
    world.save("paused", json!(false));
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
}

#[test]
fn a_record_that_changed_since_is_reviewed_again() {
    let world = world();
    let draft = json!({"name": "Mesa Norte SL", "partner_id": 71, "phone": "+34 910 000 003"});
    let proposal = super::make(&world, "partner", draft).unwrap();
    world.pass(Duration::from_secs(60));
    world.desk().write("res.partner", 71, &json!({"phone": "+34 910 000 009"}));
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        "The record was changed in Odoo since the proposal was made. A new proposal stands in its place: please review it again."
    );
    let old = stored(&world, &proposal.id);
    let new = stored(&world, old.superseded_by.as_ref().unwrap());
    assert_eq!((old.state, new.state, new.supersedes), (State::Superseded, State::Pending, Some(proposal.id.clone())));
    assert_eq!(names(&world, &proposal), Vec::<String>::new());
    let text = super::read(&card(&world, &stored(&world, old.superseded_by.as_ref().unwrap())));
    assert!(
        text.contains(":warning: Changed in Odoo since the earlier proposal was made: please review it again."),
        "{text}"
    );
    assert!(text.contains("+34 910 000 009 → +34 910 000 003"), "{text}");
    assert_eq!(writes(&world), Vec::<String>::new());
    let new = stored(&world, old.superseded_by.as_ref().unwrap());
    assert_eq!(press(&world, "ben", &new, "Approve"), "");
    assert_eq!(world.desk().record("res.partner", 71, &["phone"]).unwrap()["phone"], "+34 910 000 003");
}

#[test]
fn a_change_while_the_process_dies_leads_to_one_new_proposal() {
    let draft = || json!({"name": "Mesa Norte SL", "partner_id": 71, "phone": "+34 910 000 003"});
    let prepare = || {
        let world = world();
        let proposal = super::make(&world, "partner", draft()).unwrap();
        world.pass(Duration::from_secs(60));
        world.desk().write("res.partner", 71, &json!({"phone": "+34 910 000 009"}));
        (world, proposal)
    };
    let steps = {
        let (world, proposal) = prepare();
        let before = world.effects.count();
        press(&world, "ben", &proposal, "Approve");
        world.effects.count() - before
    };
    for step in 0..steps {
        let (world, proposal) = prepare();
        world.effects.kill_at(step, true);
        assert!(world.survive(|world| press(world, "ben", &proposal, "Approve")).is_err());
        tend_for(&world, 20);
        if stored(&world, &proposal.id).state == State::Pending {
            press(&world, "ben", &proposal, "Approve");
        }
        assert_eq!(writes(&world), Vec::<String>::new(), "step {step}");
        let open = listed(&world);
        assert_eq!(open.len(), 1, "step {step}");
        assert_eq!(stored(&world, &open[0]).supersedes, Some(proposal.id.clone()), "step {step}");
        assert_eq!(stored(&world, &proposal.id).state, State::Superseded, "step {step}");
    }
}

#[test]
fn who_is_connected_is_the_author_in_odoo() {
    let world = connected();
    let proposal = lead(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    let author = world.desk().record("crm.lead", leads(&world)[0], &["create_uid"]).unwrap();
    assert_eq!(author["create_uid"][0], world.desk().user("paula").uid);
    assert!(super::read(&card(&world, &proposal)).contains("Written: as ben"));
}

#[test]
fn whose_own_key_was_revoked_is_told_once_and_nothing_is_written() {
    let world = connected();
    let proposal = lead(&world);
    world.desk().revoke_key("paula");
    // Odoo's workers forget the key.
    world.desk().grant("paula", "Project/User");
    let sentence = "Odoo does not take the personal API key any more with which this was to be done. Its owner has to connect again, with `/odoo connect`. Your approval was not taken.";
    for _ in 0..2 {
        assert_eq!(press(&world, "ben", &proposal, "Approve"), sentence);
    }
    assert_eq!(writes(&world), Vec::<String>::new());
    let told = world.told("ben");
    assert_eq!(told.iter().filter(|text| text.starts_with("Odoo does not take your API key any more")).count(), 1);
}

#[test]
fn whoever_proposes_with_a_revoked_key_is_told_to_connect_again() {
    let world = connected();
    world.desk().revoke_key("paula");
    world.desk().grant("paula", "Project/User");
    let sentence = "Odoo does not take the personal API key any more with which this was to be done. Its owner has to connect again, with `/odoo connect`.";
    assert_eq!(world.command("/odoo propose lead name=Shelves"), sentence);
    let (path, header) = ("/api/v1/odoo/propose/lead", [("Content-Type", "application/json")]);
    let answer = world.request_with("POST", path, Some("ben"), &header, br#"{"name": "Shelves"}"#);
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, &body["detail"]), (403, &json!(sentence)));
    let told = world.told("ben");
    assert_eq!(told.iter().filter(|text| text.starts_with("Odoo does not take your API key any more")).count(), 1);
}

/// `ben` is connected as paula.
fn connected() -> World {
    let world = world();
    world.command("/odoo connect");
    let response = world.submit("ben", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    assert_eq!(String::from_utf8(response.body).unwrap(), "{}");
    world.desk().forget_calls();
    world
}

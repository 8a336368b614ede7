use odoo_plugin::identity::{How, Link, connect};
use odoo_plugin::ports::Clock;
use odoo_stand_in::{Fault, StandIn};
use serde_json::json;

use super::{effects, make, read, refusal, world};
use crate::world::World;

#[test]
fn tasks_are_made_in_one_list() {
    let world = world();
    let proposal = make(
        &world,
        "tasks",
        json!({
            "project_id": "fit-out mesa norte",
            "tasks": [
                {"name": "Order desks", "user_ids": [6, "Paula Prieto"], "date_deadline": "2026-12-10 18:00", "priority": "1"},
                {"name": "Paint walls", "description": "Two coats\n- <white>", "user_ids": [], "date_deadline": "2026-12-11"},
                {"name": "Deliver", "stage": "in progress"},
            ],
        }),
    )
    .unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([{
            "op": "create_tasks", "model": "project.task",
            "effect": {"method": "create", "values": [
                {
                    "name": "Order desks", "project_id": 9, "user_ids": [[6, 0, [6, 9]]],
                    "date_deadline": "2026-12-10 17:00:00", "priority": "1",
                },
                {
                    "name": "Paint walls", "project_id": 9, "user_ids": [[6, 0, []]],
                    "date_deadline": "2026-12-11 22:59:59", "description": "Two coats<br/>- &lt;white&gt;",
                },
                {"name": "Deliver", "project_id": 9, "stage_id": 2},
            ]},
        }])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
3 new tasks in Fit-out Mesa Norte
Project: Fit-out Mesa Norte (9)
Task 1: Order desks ↵ Assignees: Marc Demo (6), Paula Prieto (9) ↵ Deadline: 2026-12-10 18:00 Europe/Madrid ↵ Priority: ★
Task 2: Paint walls ↵ Assignees: nobody ↵ Deadline: 2026-12-11 23:59 Europe/Madrid ↵ Description: Two coats ↵ - ‹white›
Task 3: Deliver ↵ Assignees: left to Odoo, which takes the account that writes ↵ Stage: In Progress
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn one_task_is_shown_value_by_value() {
    let world = world();
    let proposal = make(
        &world,
        "tasks",
        json!({"project_id": 9, "tasks": [{"name": "Call", "user_ids": ["@cara"], "stage": 28}]}),
    );
    assert_eq!(proposal.unwrap_err().to_string(), "Odoo has no user “@\u{2060}cara”, or the account may not see it.");
    world.change("cara", |cara| cara.email = "paula@example.com".into());
    let proposal = make(
        &world,
        "tasks",
        json!({"project_id": 9, "tasks": [{"name": "Call", "user_ids": ["@cara"], "stage": 28}]}),
    )
    .unwrap();
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
New task Call
Project: Fit-out Mesa Norte (9)
Name: Call
Assignees: Paula Prieto (9)
Stage: Waiting for customer
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn people_are_who_they_are_connected_with() {
    let world = world();
    let link = Link { odoo_uid: 6, how: How::Email, matched_at: world.now(), sealed: None, refused_at: None };
    connect(&world.deps(), "cara", &link).unwrap();
    let draft = json!({"project_id": 9, "tasks": [{"name": "Call", "user_ids": ["@cara", 6]}]});
    let proposal = make(&world, "tasks", draft).unwrap();
    assert_eq!(effects(&proposal)[0]["values"][0]["user_ids"], json!([[6, 0, [6]]]));
}

#[test]
fn a_stage_has_to_belong_to_the_project() {
    let world = world();
    let stage = |stage| refusal(&world, "tasks", json!({"project_id": 9, "tasks": [{"name": "A", "stage": stage}]}));
    let text = |given| {
        (
            "tasks[0].stage".into(),
            "not_found",
            format!(
                "The project Fit-out Mesa Norte has no stage “{given}”. It has: New, In Progress, Waiting for customer, Done, Canceled."
            ),
        )
    };
    // The stage of another project, and somebody's own.
    assert_eq!(stage(json!(29)), text("29"));
    assert_eq!(stage(json!("Inbox")), text("Inbox"));
}

#[test]
fn a_list_has_a_limit() {
    let world = world().setting("maxopsperproposal", json!(2));
    let tasks = |count| json!({"project_id": 9, "tasks": vec![json!({"name": "A"}); count]});
    assert_eq!(effects(&make(&world, "tasks", tasks(2)).unwrap())[0]["values"].as_array().unwrap().len(), 2);
    assert_eq!(
        refusal(&world, "tasks", tasks(3)),
        ("tasks".into(), "too_many", "One proposal may make 2 tasks at most, not 3. Make several proposals.".into())
    );
}

#[test]
fn what_does_not_fit_on_one_card_is_not_proposed() {
    let world = world();
    let task = json!({"name": "A", "description": "x".repeat(4000)});
    let (field, code, text) = refusal(&world, "tasks", json!({"project_id": 9, "tasks": vec![task; 3]}));
    assert_eq!((field.as_str(), code), ("", "too_large"));
    assert!(text.starts_with("That is too much to review on one card: 12"), "{text}");
    assert!(world.kv.borrow().is_empty());
}

#[test]
fn a_deadline_that_is_over_is_a_warning() {
    let world = world();
    let tasks = json!([{"name": "A", "date_deadline": "yesterday"}, {"name": "B", "date_deadline": "today"}]);
    let proposal = make(&world, "tasks", json!({"project_id": 9, "tasks": tasks})).unwrap();
    assert_eq!(proposal.warnings, ["The deadline is in the past: A."]);
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = world();
    let field = |draft| {
        let (field, code, _) = refusal(&world, "tasks", draft);
        format!("{field}: {code}")
    };
    assert_eq!(field(json!({"tasks": [{"name": "A"}]})), "project_id: required");
    assert_eq!(field(json!({"project_id": 9})), "tasks: required");
    assert_eq!(field(json!({"project_id": 9, "tasks": [{"name": "A"}, {}]})), "tasks[1].name: required");
    let task = |task| json!({"project_id": 9, "tasks": [task]});
    assert_eq!(field(task(json!({"name": "A", "priority": "2"}))), "tasks[0].priority: malformed");
    assert_eq!(field(task(json!({"name": "A", "date_deadline": "2026-02-30"}))), "tasks[0].date_deadline: malformed");
    assert_eq!(field(task(json!({"name": "A", "user_ids": [7]}))), "tasks[0].user_ids: no_access");
    assert_eq!(field(task(json!({"name": "A", "user_ids": ["@nobody"]}))), "tasks[0].user_ids: not_found");
    assert_eq!(field(task(json!({"name": "A", "state": "1_done"}))), "tasks[0].state: unknown_field");
    assert_eq!(field(json!({"project_id": 999, "tasks": [{"name": "A"}]})), "project_id: not_found");
}

#[test]
fn who_may_not_work_with_tasks_gets_none() {
    let world = world();
    let rita = world.desk().user("rita");
    let tasks =
        |who: &str| json!({"project_id": 9, "tasks": [{"name": "Order"}, {"name": "Paint", "user_ids": [who]}]});
    assert_eq!(
        refusal(&world, "tasks", tasks(&rita.name)),
        (
            "tasks[1].user_ids".into(),
            "no_access",
            format!("{} may not work with tasks in Odoo. Choose somebody else.", rita.name)
        )
    );
    let lead =
        json!({"res_model": "lead", "res_id": 63, "summary": "A", "date_deadline": "friday", "user_id": rita.uid});
    assert_eq!(refusal(&world, "activity", lead.clone()).1, "no_access");
    let mut partner = lead;
    partner["res_model"] = json!("partner");
    partner["res_id"] = json!(14);
    assert!(make(&world, "activity", partner).unwrap().warnings.is_empty(), "contacts are everybody's");
}

#[test]
fn where_odoo_does_not_say_who_may_the_reviewers_are_warned() {
    let world = world();
    let exception = Fault::Exception { name: "odoo.exceptions.AccessError", message: "No".into() };
    world.desk().fail_next("ir.model.data/check_object_reference", 1, exception);
    let proposal =
        make(&world, "tasks", json!({"project_id": 9, "tasks": [{"name": "Order", "user_ids": [6]}]})).unwrap();
    assert_eq!(
        proposal.warnings,
        ["Whether those who are assigned may work with tasks in Odoo could not be found out."]
    );
}

#[test]
fn from_19_on_groups_count_that_others_imply() {
    let world = World::with_desk(StandIn::demo().version(19).offline())
        .setting("odooapi", json!("json2"))
        .setting("proposers", json!("@ben"));
    let draft = |uid: i64| json!({"project_id": 9, "tasks": [{"name": "Order", "user_ids": [uid]}]});
    assert!(make(&world, "tasks", draft(6)).unwrap().warnings.is_empty());
    assert_eq!(refusal(&world, "tasks", draft(world.desk().user("rita").uid)).1, "no_access");
}

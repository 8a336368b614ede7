use serde_json::json;

use super::{known_world, last_domain, open_world};

#[test]
fn tasks_show_who_does_them_until_when() {
    assert_eq!(
        open_world().command("/odoo find task --overdue"),
        "**Tasks**: overdue

| Task | Project | Stage | Assigned to | Deadline | Customer |
|:--|:--|:--|:--|:--|:--|
| [Check Lift](https://erp.example.com/mail/view?model=project.task&res_id=33) | Renovations | Done | Mitchell Admin | 2026-11-11 08:38 (late) |  |
| [Black Chairs for managers](https://erp.example.com/mail/view?model=project.task&res_id=8) | Office Design | In Progress | Marc Demo | 2026-11-19 01:00 (late) | YourCompany, Joel Willis |
| [Room 1: Decoration](https://erp.example.com/mail/view?model=project.task&res_id=6) | Office Design | In Progress | Mitchell Admin | 2026-11-21 01:00 (late) | YourCompany, Joel Willis |
"
    );
}

#[test]
fn a_finished_task_is_marked_and_comes_last() {
    let shown = open_world().command("/odoo find task --project 9 --stage in-progress");
    assert_eq!(
        shown,
        "**Tasks**: project “9”, stage “in-progress”

| Task | Project | Stage | Assigned to | Deadline | Customer |
|:--|:--|:--|:--|:--|:--|
| [Order desks](https://erp.example.com/mail/view?model=project.task&res_id=68) | Fit-out Mesa Norte | ✓ In Progress | Bridge | 2026-12-10 18:00 | Mesa Norte SL |
"
    );
}

#[test]
fn a_stage_is_one_of_the_project() {
    let world = open_world();
    assert_eq!(
        world.command("/odoo find task --project renovations --stage waiting"),
        "There is no stage “waiting” in Odoo. Take one of “New”, “Foreign”, “In Progress”, “Done”, “Canceled”."
    );
    world.command("/odoo find task --project 9 --stage waiting");
    assert_eq!(last_domain(&world, "project.task"), json!(["&", ["project_id", "=", 9], ["stage_id", "in", [28]]]));
}

#[test]
fn mine_are_those_that_i_am_assigned_to() {
    let world = known_world();
    let shown = world.command("/odoo find task --mine call");
    assert_eq!(
        shown,
        "**Tasks**: “call”, mine

| Task | Project | Stage | Assigned to | Deadline | Customer |
|:--|:--|:--|:--|:--|:--|
| [Call supplier](https://erp.example.com/mail/view?model=project.task&res_id=78) | Fit-out Mesa Norte | New | Bridge, Marc Demo |  | Mesa Norte SL |
"
    );
}

#[test]
fn a_number_finds_the_task_itself() {
    let shown = open_world().command("/odoo find task #68");
    assert!(shown.contains("[Order desks]"), "{shown}");
}

#[test]
fn people_whose_names_cannot_be_read_are_counted() {
    let world = open_world();
    world.command("/odoo find task call --project 9");
    world.desk().fail_next("res.users/search_read", 9, odoo_stand_in::Fault::Status { code: 500, retry_after_s: None });
    let shown = world.command("/odoo find task call --project 9");
    assert!(shown.contains("| New | 2 |  | Mesa Norte SL |"), "{shown}");
}

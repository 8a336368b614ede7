use serde_json::json;

use crate::world::World;

/// `ben` is the user `bridge` in Odoo, by his address.
fn world() -> World {
    let world = World::live().setting("allowservicereads", json!(true));
    let email = world.desk().user("bridge").email.clone();
    world.change("ben", |person| person.email = email);
    world
}

#[test]
fn my_tasks_are_those_that_something_is_to_be_done_for() {
    let world = world();
    let shown = world.command("/odoo my --limit 50");
    assert!(shown.starts_with("**My open tasks**\n\n| Task | Project | Stage | Deadline | Customer |\n"), "{shown}");
    assert!(shown.contains("[Call supplier]") && !shown.contains("[Order desks]"), "{shown}");
    assert_eq!(world.command("/odoo my open --limit 50"), shown);
}

#[test]
fn a_task_is_blocked_by_its_state_or_by_an_open_task() {
    let world = world();
    // 69 waits already; 68 is done and 67 is open.
    world.desk().write("project.task", 78, &json!({"depend_on_ids": [[6, 0, [67, 68]]]}));
    world.desk().write("project.task", 79, &json!({"depend_on_ids": [[6, 0, [68]]]}));
    assert_eq!(
        world.command("/odoo my blocked"),
        "**My blocked tasks**

| Task | Project | Stage | Deadline | Waits for |
|:--|:--|:--|:--|:--|
| [Call supplier](https://erp.example.com/mail/view?model=project.task&res_id=78) | Fit-out Mesa Norte | New |  | Measure the room |
| [Paint walls](https://erp.example.com/mail/view?model=project.task&res_id=69) | Fit-out Mesa Norte | New |  |  |
"
    );
}

#[test]
fn the_next_one_is_the_one_that_is_due_first() {
    let world = world();
    world.desk().write("project.task", 69, &json!({"date_deadline": "2026-11-20 16:00:00"}));
    world.desk().write("project.task", 70, &json!({"date_deadline": "2026-11-30 16:00:00"}));
    assert_eq!(
        world.command("/odoo my next --limit 2"),
        "**My next tasks**

| Task | Project | Stage | Deadline | Customer |
|:--|:--|:--|:--|:--|
| [Paint walls](https://erp.example.com/mail/view?model=project.task&res_id=69) | Fit-out Mesa Norte | New | 2026-11-20 17:00 (late) | Mesa Norte SL |
| [Deliver](https://erp.example.com/mail/view?model=project.task&res_id=70) | Fit-out Mesa Norte | New | 2026-11-30 17:00 | Mesa Norte SL |

There are more."
    );
}

#[test]
fn who_has_nothing_reads_so() {
    let world = world();
    for id in world.desk().search("project.task", &json!([["user_ids", "=", 8]])) {
        world.desk().write("project.task", id, &json!({"state": "1_done"}));
    }
    assert_eq!(
        ["/odoo my", "/odoo my blocked", "/odoo my next"].map(|text| world.command(text)),
        [
            "You have no open task in Odoo.",
            "None of your open tasks in Odoo is blocked.",
            "None of your open tasks in Odoo has a deadline.",
        ]
    );
}

#[test]
fn who_is_nobody_in_odoo_is_told_how_to_become_somebody() {
    let world = World::live().setting("allowservicereads", json!(true));
    assert_eq!(
        world.command("/odoo my"),
        "Which user of Odoo you are is not known here. Tell it once with `/odoo connect`."
    );
}

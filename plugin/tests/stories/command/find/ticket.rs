use serde_json::json;

use super::{last_domain, open_world};

#[test]
fn tickets_are_the_tasks_of_the_projects_that_hold_them() {
    let world = open_world().setting("ticketprojects", json!("renovations, #9"));
    assert_eq!(
        world.command("/odoo find ticket --stage done"),
        "**Tickets**: stage “done”

| Number | Ticket | Stage | Priority | Assigned to | Deadline | Customer |
|:--|:--|:--|:--|:--|:--|:--|
| 33 | [Check Lift](https://erp.example.com/mail/view?model=project.task&res_id=33) | Done |  | Mitchell Admin | 2026-11-11 08:38 (late) |  |
| 35 | [Bathroom](https://erp.example.com/mail/view?model=project.task&res_id=35) | Done | ★ | Mitchell Admin |  |  |
| 32 | [Entry Hall](https://erp.example.com/mail/view?model=project.task&res_id=32) | Done |  | Marc Demo |  |  |
| 34 | [Room 1: Paint](https://erp.example.com/mail/view?model=project.task&res_id=34) | ✓ Done |  | Mitchell Admin | 2026-11-16 08:38 |  |
"
    );
}

#[test]
fn a_ticket_is_found_by_its_number_within_its_projects() {
    let world = open_world().setting("ticketprojects", json!("9")).setting("ticketprefix", json!("HELP"));
    for text in ["68", "#68", "[HELP-#68]", "help-68"] {
        let shown = world.command(&format!("/odoo find ticket {text}"));
        assert!(shown.contains("| 68 | [Order desks]"), "{shown}");
    }
    assert_eq!(
        last_domain(&world, "project.task"),
        json!(["&", ["project_id", "in", [9]], "|", ["id", "=", 68], ["name", "ilike", "68"]])
    );
    assert_eq!(world.command("/odoo find ticket 33"), "No ticket in Odoo fits: “33”. See `/odoo help find`.");
}

#[test]
fn without_their_projects_there_are_no_tickets() {
    assert_eq!(
        open_world().command("/odoo find ticket"),
        "There are no tickets here yet: an administrator has to name their projects in the setting `TicketProjects`."
    );
    assert_eq!(
        open_world().setting("ticketprojects", json!("Helpdesk")).command("/odoo find ticket"),
        "None of the projects in the setting `TicketProjects` is in Odoo, or the plugin's account may not see them. Please tell an administrator."
    );
}

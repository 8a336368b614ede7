use odoo_stand_in::Fault;
use serde_json::json;

use crate::world::{LATENCY, World};

/// Everybody may search; Odoo is the stand-in with its demo data.
fn open_world() -> World {
    World::live().setting("allowservicereads", json!(true))
}

#[test]
fn a_contact_has_the_history_of_its_company() {
    assert_eq!(
        open_world().command("/odoo show partner 72 --history"),
        "**History of [Mesa Norte SL](https://erp.example.com/mail/view?model=res.partner&res_id=71)** with all contacts. Times are those of Europe/Madrid.

**Leads** (1)

| Lead | Customer | Stage | Revenue | Salesperson | Closing |
|:--|:--|:--|:--|:--|:--|
| [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63) | Mesa Norte SL | Won | 5,400 USD | Bridge | 2026-12-15 |

**Projects** (1)

| Project | Customer | Manager | Tasks | Start | End |
|:--|:--|:--|:--|:--|:--|
| [Fit-out Mesa Norte](https://erp.example.com/mail/view?model=project.project&res_id=9) | Mesa Norte SL | Bridge | 9 | 2026-12-01 | 2027-01-31 |

**Tasks** (9)

| Task | Project | Stage | Deadline |
|:--|:--|:--|:--|
| [Date only](https://erp.example.com/mail/view?model=project.task&res_id=74) | Fit-out Mesa Norte | New | 2026-12-10 01:00 |
| [Deliver (copy)](https://erp.example.com/mail/view?model=project.task&res_id=81) | Fit-out Mesa Norte | New |  |
| [Billable](https://erp.example.com/mail/view?model=project.task&res_id=79) | Fit-out Mesa Norte | New |  |
| [Call supplier](https://erp.example.com/mail/view?model=project.task&res_id=78) | Fit-out Mesa Norte | New |  |
| [For nobody](https://erp.example.com/mail/view?model=project.task&res_id=71) | Fit-out Mesa Norte | New |  |
| [Deliver](https://erp.example.com/mail/view?model=project.task&res_id=70) | Fit-out Mesa Norte | New |  |
| [Measure the room](https://erp.example.com/mail/view?model=project.task&res_id=67) | Fit-out Mesa Norte |  |  |
| [Paint walls](https://erp.example.com/mail/view?model=project.task&res_id=69) | Fit-out Mesa Norte | New |  |
| [Order desks](https://erp.example.com/mail/view?model=project.task&res_id=68) | Fit-out Mesa Norte | ✓ In Progress | 2026-12-10 18:00 |

**Activities** (4)

| Activity | For | Due | Whose turn |
|:--|:--|:--|:--|
| Call: By context | [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63) | 2026-11-21 (today) | Bridge |
| Call: XML | [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63) | 2026-11-21 (today) | Bridge |
| Call: For portal | [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63) | 2026-11-21 (today) | Joel Willis |
| Call: Call Ana again | [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63) | 2026-11-26 | Bridge |

**Meetings** (3)

| When | Meeting | With | Where |
|:--|:--|:--|:--|
| 2026-12-05 16:00 to 17:00 | [By list](https://erp.example.com/mail/view?model=calendar.event&res_id=41) | Bridge, Mesa Norte SL, Ana Ruiz |  |
| 2026-12-02 16:00 to 16:30 | [Lead meeting](https://erp.example.com/mail/view?model=calendar.event&res_id=35) | Mesa Norte SL, Ana Ruiz |  |
| 2026-11-30 10:00 to 11:00 | [Visit Mesa Norte](https://erp.example.com/mail/view?model=calendar.event&res_id=34) | Bridge, Mesa Norte SL, Ana Ruiz | Madrid |
"
    );
}

#[test]
fn lost_leads_belong_to_the_history() {
    let shown = open_world().command("/odoo show partner 10 --history");
    assert!(shown.contains("[Furnish a 60m² office]") && shown.contains("| Lost |"), "{shown}");
}

#[test]
fn a_section_without_access_leaves_the_others() {
    let world = open_world().setting("odoologin", json!("rita")).setting("odooapikey", json!("RITA_API_KEY"));
    let shown = world.command("/odoo show partner 14 --history");
    for line in ["**Leads**: no access", "**Projects**: no access", "**Tasks**: no access", "**Activities**: none"] {
        assert!(shown.contains(&format!("\n{line}\n")), "{line}: {shown}");
    }
    assert!(shown.contains("[Presentation for new Services]"), "{shown}");
}

#[test]
fn an_app_that_is_not_installed_leaves_the_others() {
    let world = open_world();
    world.desk().fail_next(
        "crm.lead/fields_get",
        9,
        Fault::Exception { name: "odoo.exceptions.UserError", message: "Object crm.lead doesn't exist".into() },
    );
    let shown = world.command("/odoo show partner 71 --history");
    assert!(shown.contains("\n**Leads**: the app is not installed\n"), "{shown}");
    assert!(shown.contains("\n**Tasks** (9)\n") && shown.contains("\n**Meetings** (3)\n"), "{shown}");
}

#[test]
fn all_sections_are_read_at_the_same_time() {
    let world = open_world();
    world.command("/odoo show partner 71 --history");
    let before = world.elapsed();
    world.command("/odoo show partner 71 --history");
    // The partner, its tags, its company; the sections together; the activities; the names.
    assert_eq!(world.elapsed() - before, LATENCY * 6);
}

#[test]
fn the_button_of_a_partner_shows_its_history() {
    let world = open_world();
    world.command("/odoo show partner 71");
    let button = world.shown.borrow().last().unwrap().buttons[0].clone();
    assert_eq!((button.name.as_str(), button.options.len()), ("History", 0));
    let response = world.press("ben");
    assert_eq!(String::from_utf8(response.body).unwrap(), "{}");
    let shown = world.shown.borrow().last().unwrap().clone();
    assert!(shown.text.starts_with("**History of [Mesa Norte SL]"), "{}", shown.text);
}

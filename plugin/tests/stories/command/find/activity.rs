use serde_json::json;

use super::{known_world, last_domain, open_world};

#[test]
fn activities_show_what_is_late_first() {
    assert_eq!(
        open_world().command("/odoo find activity --overdue"),
        "**Activities**: overdue

| Activity | For | Due | Whose turn |
|:--|:--|:--|:--|
| Call: Followup on the proposal | [Customizable Desk](https://erp.example.com/mail/view?model=crm.lead&res_id=19) | 2026-11-19 (2 days late) | Marc Demo |
| Email | [5 VP Chairs](https://erp.example.com/mail/view?model=crm.lead&res_id=22) | 2026-11-19 (2 days late) | Mitchell Admin |
| To-Do: Check furniture | [Meeting Room Furnitures](https://erp.example.com/mail/view?model=project.task&res_id=9) | 2026-11-19 (2 days late) | Marc Demo |
| Email: Send our service pricelist | [Balmer Inc: Potential Distributor](https://erp.example.com/mail/view?model=crm.lead&res_id=17) | 2026-11-20 (1 day late) | Marc Demo |
"
    );
}

#[test]
fn overdue_is_a_matter_of_the_date_never_of_a_state_that_odoo_computes() {
    let world = known_world();
    world.command("/odoo find activity --mine --overdue --from 2026-11-01 --to tomorrow");
    assert_eq!(
        last_domain(&world, "mail.activity"),
        json!([
            "&",
            "&",
            "&",
            ["user_id", "=", 8],
            ["date_deadline", "<", "2026-11-21"],
            ["date_deadline", ">=", "2026-11-01"],
            ["date_deadline", "<", "2026-11-23"],
        ])
    );
}

#[test]
fn a_partner_has_the_activities_of_its_leads_projects_and_tasks() {
    assert_eq!(
        open_world().command("/odoo find activity --partner \"deco addict\""),
        "**Activities**: partner “deco addict”

| Activity | For | Due | Whose turn |
|:--|:--|:--|:--|
| Email: Send Catalog by Email | [Open Space Design](https://erp.example.com/mail/view?model=crm.lead&res_id=26) | 2026-11-21 (today) | Marc Demo |
| Call: Call to get system requirements | [Info about services](https://erp.example.com/mail/view?model=crm.lead&res_id=15) | 2026-11-22 | Mitchell Admin |
| Email: Send Catalog by Email | [Office Design Project](https://erp.example.com/mail/view?model=crm.lead&res_id=14) | 2026-11-24 | Mitchell Admin |
"
    );
}

#[test]
fn one_record_is_named_by_link_or_by_number_and_model() {
    for record in ["https://erp.example.com/odoo/all-tasks/5", "5 --model task", "TICKET-5"] {
        let world = open_world();
        let shown = world.command(&format!("/odoo find activity --record {record}"));
        assert!(shown.contains("| Email: Follow-up email | [Energy Certificate]"), "{record}: {shown}");
    }
    assert_eq!(
        open_world().command("/odoo find activity --record 5"),
        "`--record` with a number needs `--model`, such as `--model lead --record 17`."
    );
    assert_eq!(
        open_world().command("/odoo find activity --record info@agrolait.com"),
        "`--record` takes a link or a number. For an address there is `--partner`."
    );
}

#[test]
fn a_date_that_is_none_is_told() {
    assert_eq!(
        open_world().command("/odoo find activity --to someday"),
        "`--to`: “someday” is no date. Write `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w`, `2026-12-24` or `2026-12-24 10:00`."
    );
}

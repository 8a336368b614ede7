use serde_json::json;

use super::{last_domain, open_world};

#[test]
fn projects_show_who_leads_them_and_whether_they_are_late() {
    assert_eq!(
        open_world().command("/odoo find project"),
        "**Projects**: all

| Project | Customer | Manager | Tasks | Start | End |
|:--|:--|:--|:--|:--|:--|
| [Fit-out Mesa Norte](https://erp.example.com/mail/view?model=project.project&res_id=9) | Mesa Norte SL | Bridge | 9 | 2026-12-01 | 2027-01-31 |
| [Half dates](https://erp.example.com/mail/view?model=project.project&res_id=10) |  | Bridge | 0 |  | 2027-01-31 |
| [Office Design](https://erp.example.com/mail/view?model=project.project&res_id=1) | YourCompany, Joel Willis | Marc Demo | 17 | 2026-09-19 | 2026-12-04 |
| [Renovations](https://erp.example.com/mail/view?model=project.project&res_id=3) |  | Mitchell Admin | 4 | 2026-09-21 | 2026-11-16 (5 days late) |
"
    );
}

#[test]
fn every_condition_has_to_fit() {
    let world = open_world();
    let shown = world.command("/odoo find project office --partner \"joel willis\" --archived");
    assert!(shown.starts_with("**Projects**: “office”, partner “joel willis”, archived\n"), "{shown}");
    assert_eq!(shown.matches("res_id=").count(), 1);
    assert_eq!(
        last_domain(&world, "project.project"),
        json!([
            "&",
            "&",
            "|",
            ["active", "=", true],
            ["active", "=", false],
            ["partner_id", "ilike", "joel willis"],
            ["name", "ilike", "office"],
        ])
    );
}

#[test]
fn nothing_found_says_what_was_looked_for() {
    assert_eq!(
        open_world().command("/odoo find project bathroom --overdue"),
        "No project in Odoo fits: “bathroom”, overdue. See `/odoo help find`."
    );
}

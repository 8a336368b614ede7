use serde_json::json;

use super::{known_world, last_domain, open_world};

#[test]
fn leads_show_what_salespeople_look_for() {
    assert_eq!(
        open_world().command("/odoo find lead desk --stage proposition"),
        "**Leads**: “desk”, stage “proposition”

| Lead | Customer | Stage | Revenue | Salesperson | Closing |
|:--|:--|:--|:--|:--|:--|
| [Need 20 Desks](https://erp.example.com/mail/view?model=crm.lead&res_id=24) | info@\u{2060}mycompany.net | Proposition | 60,000 USD | Mitchell Admin | 2027-01-21 |
| [Customizable Desk](https://erp.example.com/mail/view?model=crm.lead&res_id=19) | Azure Interior | Proposition | 15,000 USD | Marc Demo | 2026-11-28 |
"
    );
}

#[test]
fn customers_are_named_in_any_way() {
    for partner in ["\"deco addict\"", "10", "#10", "Deco-Addict[#10]", "https://erp.example.com/odoo/contacts/10"] {
        let shown = open_world().command(&format!("/odoo find lead --partner {partner}"));
        let rows = shown.lines().filter(|line| line.starts_with("| ["));
        let leads: Vec<_> = rows.filter_map(|line| line.split(['[', ']']).nth(1)).collect();
        assert_eq!(
            leads,
            ["Interest in your products", "Open Space Design", "Info about services", "Office Design Project"],
            "{partner}"
        );
    }
}

#[test]
fn a_link_to_another_kind_is_no_customer() {
    assert_eq!(
        open_world().command("/odoo find lead --partner https://erp.example.com/odoo/crm/3"),
        "`--partner`: this link leads to another kind of record."
    );
    assert_eq!(
        open_world().command("/odoo find lead --partner https://elsewhere.example/odoo/contacts/3"),
        "`--partner`: This link does not lead to https://erp.example.com."
    );
}

#[test]
fn lost_leads_are_found_when_they_are_asked_for() {
    assert_eq!(
        open_world().command("/odoo find lead --email Info@Agrolait.com --lost"),
        "**Leads**: email “Info@\u{2060}Agrolait.com”, lost

| Lead | Customer | Stage | Revenue | Salesperson | Closing |
|:--|:--|:--|:--|:--|:--|
| [Furnish a 60m² office](https://erp.example.com/mail/view?model=crm.lead&res_id=28) | Deco Addict | Lost | 7,500 USD | Marc Demo | 2026-12-03 |
"
    );
    assert_eq!(
        open_world().command("/odoo find lead 60m²"),
        "No lead in Odoo fits: “60m²”. Lost leads are searched with `--lost`. See `/odoo help find`."
    );
}

#[test]
fn an_unknown_stage_names_the_stages() {
    let world = open_world();
    assert_eq!(
        world.command("/odoo find lead --stage @here"),
        "There is no stage “@\u{2060}here” in Odoo. Take one of “New”, “Qualified”, “Proposition”, “Won”."
    );
    let calls = world.asked.borrow().len();
    world.command("/odoo find lead --stage nosuch");
    assert_eq!(world.asked.borrow().len(), calls, "stages are kept for a while");
}

#[test]
fn mine_are_those_of_my_user_in_odoo() {
    let world = known_world();
    let shown = world.command("/odoo find lead --mine");
    assert!(shown.contains("[Fit-out of 12 desks]"), "{shown}");
    assert_eq!(last_domain(&world, "crm.lead"), json!([["user_id", "=", 8]]));
}

#[test]
fn mine_needs_to_know_who_i_am() {
    assert_eq!(
        open_world().command("/odoo find lead --mine"),
        "Which user of Odoo you are is not known here. Tell it once with `/odoo connect`."
    );
    let world = known_world();
    world.change("ben", |person| person.is_email_verified = false);
    assert!(world.command("/odoo find lead --mine").starts_with("Which user of Odoo you are is not known here."));
}

#[test]
fn overdue_leads_are_not_won_and_late_for_the_reader() {
    let world = open_world();
    world.change("ben", |person| person.time_zone = "Pacific/Auckland".into());
    let shown = world.command("/odoo find lead --overdue");
    assert_eq!(shown, "No lead in Odoo fits: overdue. Lost leads are searched with `--lost`. See `/odoo help find`.");
    assert_eq!(
        last_domain(&world, "crm.lead"),
        json!(["&", ["date_deadline", "<", "2026-11-21"], ["stage_id.is_won", "=", false]])
    );
}

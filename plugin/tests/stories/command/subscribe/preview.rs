use serde_json::json;

use super::{made, world};

#[test]
fn what_it_would_have_matched_is_counted() {
    let world = world();
    let id = made(&world, "lead --stage won --amount 10000").id;
    assert_eq!(
        world.command(&format!("/odoo preview {id}")),
        format!(
            "`{id}` would have matched **1 of the last 46** leads.
- [Distributor Contract](https://erp.example.com/mail/view?model=crm.lead&res_id=20)

The others: amount below 10000 (3), not in stage “Won” (42)."
        )
    );
}

#[test]
fn without_filters_everything_matches() {
    let world = world();
    let id = made(&world, "project").id;
    let told = world.command(&format!("/odoo preview {id}"));
    let mut lines = told.lines();
    assert_eq!(lines.next(), Some(&*format!("`{id}` would have matched **5 of the last 5** projects.")));
    let link = "- [Fit-out Mesa Norte](https://erp.example.com/mail/view?model=project.project&res_id=9)";
    assert_eq!((lines.next(), lines.count()), (Some(link), 4));
}

#[test]
fn it_is_read_with_the_account_of_who_asks() {
    let world = world();
    let id = made(&world, "lead").id;
    world.command_as("cara", "town", "/odoo connect");
    world.submit("cara", "town", json!({"login": "rita", "key": "RITA_API_KEY"}));
    assert_eq!(
        world.command_as("cara", "town", &format!("/odoo preview {id}")),
        "The personal Odoo account with which this was to be done is not allowed to do it."
    );
    assert_eq!(
        world.command_as("dora", "deals", &format!("/odoo preview {id}")),
        format!("There is no subscription “{id}”. `/odoo subscriptions` shows them.")
    );
}

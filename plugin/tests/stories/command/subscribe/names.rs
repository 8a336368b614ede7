use odoo_plugin::subscription::Condition;
use odoo_stand_in::Fault;
use serde_json::json;

use super::{all, made, world};

/// What the filters became.
fn conditions(command: &str) -> Vec<(&'static str, String, Vec<i64>)> {
    let made = made(&world(), command).filters.conditions.into_iter();
    made.map(|Condition { on, name, ids }| (on.word(), name, ids)).collect()
}

#[test]
fn names_become_ids() {
    assert_eq!(
        conditions(
            "task --project \"office design\" --stage in --tag bug --assignee \"marc demo\" --company yourcompany"
        ),
        [
            ("project", "Office Design".to_owned(), vec![1]),
            ("company", "YourCompany".into(), vec![1]),
            ("stage", "In Progress".into(), vec![2]),
            ("tag", "Bug".into(), vec![1]),
            ("assignee", "Marc Demo".into(), vec![6]),
        ]
    );
    assert_eq!(
        conditions("lead --team pre-sales --stage won --tag Design"),
        [
            ("team", "Pre-Sales".to_owned(), vec![5]),
            ("stage", "Won".into(), vec![4]),
            ("tag", "Design".into(), vec![5]),
        ]
    );
    assert_eq!(conditions("project --project Renovations"), [("project", "Renovations".to_owned(), vec![3])]);
    assert_eq!(conditions("partner --tag vendor"), [("tag", "Vendor".to_owned(), vec![1])]);
}

#[test]
fn records_are_named_in_any_way() {
    for project in ["3", "#3", "Renovations[#3]", "https://erp.example.com/mail/view?model=project.project&res_id=3"] {
        let command = format!("task --project {project}");
        assert_eq!(conditions(&command), [("project", "Renovations".to_owned(), vec![3])], "{project}");
    }
}

#[test]
fn a_customer_counts_with_its_contacts() {
    let customer = conditions("lead --customer \"Azure Interior\"").remove(0);
    assert_eq!((customer.0, customer.1.as_str()), ("customer", "Azure Interior"));
    assert_eq!(customer.2, [14, 26, 27, 33]);
    assert_eq!(conditions("lead --customer vauxoo@yourcompany.example.com").remove(0).2, customer.2);
}

#[test]
fn an_assignee_is_somebody_here() {
    let world = world();
    let paula = world.desk().user("paula");
    world.change("cara", |cara| cara.is_email_verified = false);
    let answer = world.command("/odoo subscribe task --assignee @cara");
    assert_eq!(answer, "`--assignee`: it is not known who @\u{2060}cara is in Odoo. Write the name as it is there.");
    assert_eq!(
        world.command("/odoo subscribe task --assignee @nobody"),
        "`--assignee`: there is nobody called “@\u{2060}nobody” in Mattermost."
    );
    world.change("cara", |cara| {
        cara.email.clone_from(&paula.email);
        cara.is_email_verified = true;
    });
    assert_eq!(made(&world, "task --assignee @cara").filters.conditions[0].ids, [paula.uid]);
}

#[test]
fn an_unknown_name_is_answered_with_those_that_there_are() {
    let world = world();
    let answers = ["lead --team nosuch", "lead --stage nosuch", "lead --customer nosuch", "task --project 999"]
        .map(|command| world.command(&format!("/odoo subscribe {command}")));
    assert_eq!(
        answers,
        [
            "`--team`: Odoo has no team “nosuch”, or the account may not see it. Take one of “Sales” (1), “Pre-Sales” (5).",
            "`--stage`: Odoo has no stage “nosuch”, or the account may not see it. Take one of “New”, “Qualified”, “Proposition”, “Won”.",
            "`--customer`: Odoo has no customer “nosuch”, or the account may not see it.",
            "`--project`: Odoo has no project “999”, or the account may not see it. Take one of “Fit-out Mesa Norte” (9), “Half dates” (10), “Office Design” (1), “Renovations” (3).",
        ]
    );
    assert!(all(&world).is_empty());
}

#[test]
fn a_name_of_several_has_to_be_chosen() {
    let world = world();
    assert_eq!(
        world.command("/odoo subscribe task --project o"),
        "`--project`: “o” can be “Fit-out Mesa Norte” (9), “Office Design” (1), “Renovations” (3). Write the whole name or the number."
    );
    world.desk().create("crm.stage", &json!({"name": "Wonderful"}));
    assert_eq!(
        world.command("/odoo subscribe lead --stage wo"),
        "`--stage`: “wo” can be “Wonderful”, “Won”. Write the whole name."
    );
}

#[test]
fn a_link_to_another_kind_is_refused() {
    assert_eq!(
        world().command("/odoo subscribe task --project https://erp.example.com/mail/view?model=res.partner&res_id=3"),
        "`--project`: this link leads to another kind of record."
    );
}

#[test]
fn while_odoo_is_down_nothing_is_made() {
    let world = world();
    world.desk().set_fault(Fault::NoAnswer);
    let answer = world.command("/odoo subscribe lead --stage won");
    assert!(answer.starts_with("Odoo "), "{answer}");
    assert!(all(&world).is_empty());
}

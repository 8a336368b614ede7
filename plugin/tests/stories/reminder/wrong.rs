//! Rules that do not fit the Odoo that is there.

use serde_json::{Value, json};

use super::{rule, shown, tick, work_for, world};

fn told(key: &str, value: Value) -> Vec<String> {
    let mut rule = rule();
    rule[key] = value;
    let world = world(&rule);
    work_for(&world, 3);
    shown(&world, "dm-anna-bot")
}

#[test]
fn what_is_missing_in_odoo_is_told_to_administrators_once() {
    let text = |what: &str| {
        vec![format!(
            "A rule does not work\nThe rule “tasks” does not work: {what}. It stands in the setting \\`Reminders\\`."
        )]
    };
    assert_eq!(told("model", json!("account.move")), text("the model \\`account.move\\` is not installed in Odoo"));
    assert_eq!(
        told("date_field", json!("date_due")),
        text("the model \\`project.task\\` has no field \\`date\\_due\\` that the plugin may see")
    );
    assert_eq!(told("date_field", json!("name")), text("the field \\`name\\` of \\`project.task\\` is no date"));
    assert_eq!(
        told("to", json!("stage_id")),
        text("the field \\`stage\\_id\\` of \\`project.task\\` does not hold users")
    );
    assert_eq!(told("channel", json!("acme/moon")), text("there is no channel \\`acme/moon\\`"));
}

#[test]
fn a_finding_stands_in_the_status_until_it_is_mended() {
    let mut wrong = rule();
    wrong["model"] = json!("account.move");
    let world = world(&wrong);
    tick(&world).unwrap();
    let status = world.command_as("anna", "town", "/odoo status --verbose");
    assert!(status.contains("| To be mended | The rule “tasks” does not work: the model"), "{status}");
    world.save("reminders", json!(json!([rule()]).to_string()));
    tick(&world).unwrap();
    assert!(!world.command_as("anna", "town", "/odoo status --verbose").contains("To be mended"));
}

#[test]
fn a_setting_with_a_mistake_is_refused_as_a_whole() {
    let world = world(&rule());
    world.save("reminders", json!(r#"[{"model": "project.task"}]"#));
    assert!(world.configuration_changed().is_err());
    let status = world.command_as("anna", "town", "/odoo status");
    assert!(status.contains("`Reminders` has a mistake at `[0].date_field`: it is missing."), "{status}");
}

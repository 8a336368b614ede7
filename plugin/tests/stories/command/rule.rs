//! `/odoo hook odoo`: the rule in Odoo that rings a doorbell.

use std::time::Duration;

use odoo_stand_in::Fault;
use serde_json::{Value, json};

use crate::world::World;

const NAME: &str = "Mattermost doorbell crm: crm.lead";

/// Ben runs the integration and has a hook; the plugin's user administers Odoo's settings.
fn world() -> World {
    let world = closed();
    for group in ["Administration/Settings", "Administration/Access Rights"] {
        world.desk().grant("bridge", group);
    }
    world
}

/// The plugin's user is an ordinary one.
fn closed() -> World {
    let world = World::live().setting("odooadmins", json!("@ben"));
    world.command("/odoo hook new crm --channels town");
    world
}

/// What the presser of the button reads: an error, or how the message stands then.
fn press(world: &World, user_id: &str) -> String {
    let response = world.press(user_id);
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    match body["ephemeral_text"].as_str() {
        Some(text) => text.to_owned(),
        None => world.shown.borrow().last().unwrap().text.clone(),
    }
}

fn rules(world: &World) -> Vec<i64> {
    world.desk().search("base.automation", &json!([["name", "=", NAME]]))
}

fn address(world: &World) -> String {
    let actions = world.desk().search("ir.actions.server", &json!([["base_automation_id", "in", rules(world)]]));
    let action = world.desk().record("ir.actions.server", actions[0], &["webhook_url"]).unwrap();
    action["webhook_url"].as_str().unwrap().to_owned()
}

#[test]
fn a_confirmed_rule_rings_the_doorbell_on_save_of_the_fields_that_are_followed() {
    let world = world();
    let asked = world.command("/odoo hook odoo lead");
    assert_eq!(
        asked,
        format!(
            "In Odoo an automation rule **{NAME}** would be made: whenever a lead is saved, one webhook rings the doorbell of the hook `crm`. It is made with the plugin's user in Odoo."
        )
    );
    assert_eq!(rules(&world), Vec::<i64>::new());
    assert_eq!(press(&world, "ben"), format!("**{NAME}** is in Odoo: every lead that is saved rings from now on."));
    let [id] = rules(&world).try_into().unwrap();
    let rule = world.desk().record("base.automation", id, &["trigger", "model_id", "trigger_field_ids"]).unwrap();
    assert_eq!((&rule["trigger"], &rule["model_id"][0]), (&json!("on_create_or_write"), &json!(501)));
    assert!(rule["trigger_field_ids"].as_array().unwrap().len() >= 8, "{rule}");
    let told = world.told("ben").pop().unwrap();
    assert!(told.contains(&address(&world)), "the address is that of the hand-over");
    let audit = world.command("/odoo audit");
    assert!(audit.contains("hook.rule | hook/crm/crm.lead | done: made"), "{audit}");
}

#[test]
fn a_deleted_hook_tells_which_rule_stays_in_odoo() {
    let world = world();
    world.command("/odoo hook odoo lead");
    press(&world, "ben");
    let gone = "The hook `crm` is gone. Whoever sends to it is answered with 401.";
    assert_eq!(
        world.command("/odoo hook delete crm --confirm crm"),
        format!("{gone} In Odoo this is still there, and goes on ringing: **{NAME}**. Delete it there.")
    );
    assert_eq!(rules(&world).len(), 1);
    world.command("/odoo hook new crm --channels town");
    world.desk().delete("base.automation", rules(&world)[0]);
    assert_eq!(world.command("/odoo hook delete crm --confirm crm"), gone);
    world.command("/odoo hook new crm --channels town");
    world.desk().withdraw("bridge", "Administration/Settings");
    assert_eq!(
        world.command("/odoo hook delete crm --confirm crm"),
        format!(
            "{gone} Whether an automation rule in Odoo still rings it could not be read; its name would begin with “Mattermost doorbell crm”."
        )
    );
}

#[test]
fn pressed_again_after_a_rotation_it_rings_the_new_address() {
    let world = world();
    world.command("/odoo hook odoo lead");
    press(&world, "ben");
    let before = address(&world);
    world.command("/odoo hook rotate crm");
    world.command("/odoo hook odoo lead");
    assert_eq!(press(&world, "ben"), format!("**{NAME}** was in Odoo already; it rings the present address now."));
    assert_ne!(address(&world), before);
    assert_eq!(rules(&world).len(), 1);
}

#[test]
fn who_may_not_make_rules_reads_what_to_click() {
    let world = closed();
    let clicks = world.command("/odoo hook odoo lead");
    for part in [
        "*Settings → Technical → Automation",
        NAME,
        "*Lead/Opportunity*",
        "*On save*",
        "*Stage*",
        "→ Send Webhook Notification*",
    ] {
        assert!(clicks.contains(part), "{part}: {clicks}");
    }
    assert!(!clicks.contains("/doorbell/v1/crm/"), "a secret is not shown twice");
}

#[test]
fn what_to_click_is_told_in_the_readers_language_with_the_names_of_english_odoo() {
    let world = closed();
    world.change("ben", |person| person.locale = "de".into());
    world.pass(Duration::from_secs(3600));
    let clicks = world.command("/odoo hook odoo lead");
    for part in
        ["Menüs und Optionen heißen hier wie im englischen Odoo", NAME, "*Trigger*: *On save*", "*Lead/Opportunity*"]
    {
        assert!(clicks.contains(part), "{part}: {clicks}");
    }
}

#[test]
fn a_freeze_and_a_pause_stop_it() {
    let world = world();
    world.command("/odoo hook odoo lead");
    world.command_as("anna", "town", "/odoo admin freeze");
    world.command("/odoo hook odoo lead");
    let told = press(&world, "ben");
    assert!(told.contains("frozen"), "{told}");
    world.command_as("anna", "town", "/odoo admin unfreeze");
    world.save("paused", json!(true));
    world.command("/odoo hook odoo lead");
    assert!(press(&world, "ben").starts_with("Writing is paused"));
    assert_eq!(rules(&world), Vec::<i64>::new());
    world.save("paused", json!(false));
    world.command("/odoo hook odoo lead");
    press(&world, "ben");
    assert_eq!(rules(&world).len(), 1);
}

#[test]
fn a_lost_answer_makes_no_second_rule() {
    let world = world();
    world.command("/odoo hook odoo lead");
    world.desk().fail_next("base.automation/create", 1, Fault::AnswerLost);
    let told = press(&world, "ben");
    assert!(told.ends_with("Whether it was made is not known: press the button again in five minutes."), "{told}");
    assert_eq!(press(&world, "ben"), format!("**{NAME}** was in Odoo already; it rings the present address now."));
    assert_eq!(rules(&world).len(), 1);
}

#[test]
fn a_call_that_may_still_arrive_is_waited_for() {
    let world = world();
    world.command("/odoo hook odoo lead");
    world.desk().fail_next("base.automation/create", 1, Fault::TooSlow);
    press(&world, "ben");
    assert_eq!(press(&world, "ben"), "It may be on its way to Odoo. Press the button again in five minutes.");
    world.pass(Duration::from_secs(300));
    assert_eq!(press(&world, "ben"), format!("**{NAME}** is in Odoo: every lead that is saved rings from now on."));
    assert_eq!(rules(&world).len(), 1);
}

#[test]
fn the_button_is_for_who_asked_and_for_an_hour() {
    let world = world();
    world.command("/odoo hook odoo lead");
    assert_eq!(
        press(&world, "cara"),
        "This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`."
    );
    assert_eq!(press(&world, "anna"), "This button is out of date. Use `/odoo hook odoo` again.");
    world.pass(Duration::from_secs(3601));
    assert_eq!(press(&world, "ben"), "This button is out of date. Use `/odoo hook odoo` again.");
    assert_eq!(rules(&world), Vec::<i64>::new());
}

#[test]
fn what_is_missing_is_asked_for() {
    let world = world();
    world.command("/odoo hook new other --channels town");
    let answers =
        ["odoo", "odoo lead", "odoo lead --hook nothing"].map(|text| world.command(&format!("/odoo hook {text}")));
    assert_eq!(
        answers,
        [
            "Which records? `lead`, `task`, `project`, `partner` or `order`.",
            "Which hook's doorbell? Say so with `--hook`.",
            "There is no hook “nothing”. `/odoo hook list` shows them.",
        ]
    );
}

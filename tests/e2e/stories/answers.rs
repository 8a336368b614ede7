//! Answers that are the same for everybody.

use e2e::World;

pub async fn help_names_every_verb(world: &World) {
    let verbs = world.member.suggestions(&world.team_id, &world.channel_id, "/odoo ").await;
    let help = world.answer_to(&world.member, "/odoo help").await;
    assert!(help.starts_with("**Odoo in Mattermost**\n\n- `/odoo "), "{help}");
    assert!(!verbs.is_empty());
    for verb in verbs {
        assert!(help.contains(&format!("\n- `/odoo {verb}")), "{verb} is missing in {help}");
    }
}

pub async fn odoo_alone_is_help(world: &World) {
    let alone = world.answer_to(&world.member, "/odoo").await;
    assert_eq!(alone, world.answer_to(&world.member, "/odoo help").await);
}

pub async fn about_says_which_version_is_connected_to_which_odoo(world: &World) {
    let plugins = world.admin.get("/plugins").await;
    let plugin = plugins["active"].as_array().unwrap().iter().find(|plugin| plugin["id"] == e2e::PLUGIN_ID).unwrap();
    let about = world.answer_to(&world.member, "/odoo about").await;
    assert_eq!(
        about.lines().next().unwrap(),
        format!("**Odoo for Mattermost** {}", plugin["version"].as_str().unwrap())
    );
    assert!(about.contains(&format!("\n- Your Odoo: {}\n", world.odoo.url)), "{about}");
}

pub async fn status_says_that_odoo_answers(world: &World) {
    let status = world.answer_to(&world.member, "/odoo status").await;
    let (state, measured) = status.split_once('\n').unwrap();
    assert_eq!(state, "**Odoo: connected**");
    assert!(measured.starts_with("Odoo 1") && measured.ends_with(" ms."), "{measured}");
}

pub async fn a_mistyped_verb_gets_the_nearest_one(world: &World) {
    let answer = world.answer_to(&world.member, "/odoo halp").await;
    assert_eq!(answer, "There is no “halp” here. Did you mean `/odoo help`?\nSee `/odoo help`.");
}

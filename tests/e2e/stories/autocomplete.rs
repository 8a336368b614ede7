//! What is offered while `/odoo` is typed.

use e2e::World;

pub async fn offers_every_verb_after_odoo(world: &World) {
    let verbs = offered(world, "/odoo ").await;
    for verb in ["find", "show", "propose", "status", "help", "about"] {
        assert!(verbs.iter().any(|offered| offered == verb), "{verb} is missing in {verbs:?}");
    }
    assert!(verbs.iter().all(|verb| verb != "audit"), "{verbs:?}");
}

pub async fn narrows_verbs_while_they_are_typed(world: &World) {
    assert_eq!(offered(world, "/odoo fi").await, ["find", "files"]);
    assert_eq!(offered(world, "/odoo x").await, [""; 0]);
}

pub async fn offers_what_can_be_found(world: &World) {
    let kinds = ["partner", "lead", "project", "task", "ticket", "activity", "event"];
    assert_eq!(offered(world, "/odoo find ").await, kinds);
}

pub async fn offers_the_topics_of_help(world: &World) {
    assert_eq!(offered(world, "/odoo help f").await, ["find", "files"]);
    assert_eq!(offered(world, "/odoo help find e").await, ["find event"]);
}

/// To a member, who must not see less than administrators here.
async fn offered(world: &World, typed: &str) -> Vec<String> {
    world.member.suggestions(&world.team_id, &world.channel_id, typed).await
}

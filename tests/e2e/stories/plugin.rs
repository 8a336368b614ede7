//! The plugin as administrators see it.

use e2e::{PLUGIN_ID, World};

pub async fn is_active_and_its_command_is_listed(world: &World) {
    assert_eq!(active_plugins(world).await.iter().filter(|id| *id == PLUGIN_ID).count(), 1);
    assert_eq!(world.member.suggestions(&world.team_id, &world.channel_id, "/od").await, ["odoo"]);
}

pub async fn comes_back_after_it_was_switched_off_and_on(world: &World) {
    world.disable().await;
    assert!(!active_plugins(world).await.contains(&PLUGIN_ID.to_owned()));
    assert_eq!(world.member.suggestions(&world.team_id, &world.channel_id, "/od").await, [""; 0]);
    assert_eq!(world.member.command(&world.channel_id, "/odoo help").await.status, 404);

    world.enable().await;
    assert_eq!(world.member.suggestions(&world.team_id, &world.channel_id, "/od").await, ["odoo"]);
    assert_eq!(world.member.command(&world.channel_id, "/odoo help").await.status, 200);
}

async fn active_plugins(world: &World) -> Vec<String> {
    let plugins = world.admin.get("/plugins").await;
    let active = plugins["active"].as_array().expect("a list of active plugins");
    active.iter().map(|plugin| plugin["id"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
}

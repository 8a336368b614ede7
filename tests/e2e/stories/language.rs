//! Whoever reads Mattermost in a language is answered in it.

use e2e::{Method, World};
use serde_json::json;

pub async fn a_czech_reads_czech_and_others_read_what_they_did(world: &World) {
    speak(world, "cs").await;
    let answer = world.answer_to(&world.member, "/odoo find partner --limt 3").await;
    assert!(answer.contains("Měli jste na mysli `--limit`?"), "{answer}");
    let others = world.answer_to(&world.other, "/odoo find partner --limt 3").await;
    assert!(others.contains("Did you mean `--limit`?"), "{others}");
    speak(world, "en").await;
}

/// What the plugin knew of people is forgotten when it starts again.
async fn speak(world: &World, locale: &str) {
    world.disable().await;
    let path = format!("/api/v4/users/{}/patch", world.member.id);
    world.member.call(Method::PUT, &path, json!({"locale": locale})).await.ok();
    world.enable().await;
}

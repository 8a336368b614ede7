//! The configuration on its way to the component.

use serde_json::{Value, json};

use super::{probe, say};

#[tokio::test]
async fn settings_arrive_in_lower_case_with_their_defaults() {
    let server = probe().setting("Mood", "calm".into()).start().await.unwrap();
    let settings: Value = serde_json::from_str(&say(&server, "/probe settings").await).unwrap();
    assert_eq!(settings, json!({"mood": "calm", "allowprivate": true, "timeoutseconds": 5}));
}

#[tokio::test]
async fn a_change_reaches_the_component_without_a_restart() {
    let server = probe().setting("Mood", "calm".into()).start().await.unwrap();
    server.set_setting("Mood", "merry".into()).await;
    let settings: Value = serde_json::from_str(&say(&server, "/probe settings").await).unwrap();
    assert_eq!(settings["mood"], "merry");
}

#[tokio::test]
async fn the_component_saves_a_setting_and_leaves_the_others() {
    let server =
        probe().setting("Mood", "calm".into()).setting("Origin", "https://a.example".into()).start().await.unwrap();
    let settings: Value = serde_json::from_str(&say(&server, "/probe set \"merry\"").await).unwrap();
    assert_eq!((&settings["mood"], &settings["origin"]), (&json!("merry"), &json!("https://a.example")));
    let settings: Value = serde_json::from_str(&say(&server, "/probe settings").await).unwrap();
    assert_eq!(settings["mood"], "merry");
}

#[tokio::test]
async fn a_setting_that_cannot_be_saved_is_told() {
    let server = probe().start().await.unwrap();
    assert!(say(&server, "/probe set").await.contains("the manifest has no setting Weather"));
    assert!(say(&server, "/probe set merry").await.contains("the value is no JSON"));
}

#[tokio::test]
async fn a_broken_grant_is_logged_by_the_name_of_its_setting() {
    let server = probe().setting("Origin", "erp.example.com".into()).start().await.unwrap();
    let line = server.wait_for_log(|line| line.message == "A setting is not usable").await;
    assert_eq!(
        line.fields.iter().find(|(name, _)| name == "problem").map(|(_, text)| text.as_str()),
        Some("setting Origin: must start with https:// or http:// and name a host")
    );
    assert_eq!(say(&server, "/probe").await, "pong");
}

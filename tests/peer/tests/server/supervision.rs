//! Configuration changes, health checks, the end.

use std::time::Duration;

use peer::{Clock, PluginState, Source};
use serde_json::{Map, json};

use super::{demo, say, started};

#[tokio::test]
async fn a_configuration_change_is_heard_before_saving_returns() {
    let server = started().await;

    server.set_setting("Mood", json!("better")).await;

    let mut said = server.log_lines().into_iter().filter(|line| line.source == Source::Api).map(|line| line.message);
    assert_eq!(said.next_back().unwrap(), r#"configured {"mood":"better"}"#);
    server.set_config(Map::new()).await;
    assert_eq!(say(&server, "/echo config").await, "{}");
}

#[tokio::test]
async fn disabling_says_goodbye_and_takes_the_commands_along() {
    let server = started().await;

    server.deactivate().await;

    assert_eq!(server.log_lines().last().unwrap().message, "deactivated");
    assert_eq!((server.state(), server.commands()), (PluginState::NotRunning, vec![]));
    assert_eq!(server.command("ben", "sales", "/echo say x").await.unwrap_err().status_code, 404);
}

#[tokio::test]
async fn a_healthy_plugin_is_left_alone() {
    let server = started().await;
    let process_id = server.process_id();

    assert_eq!(server.health_check().await, Ok(PluginState::Running));

    assert_eq!(server.process_id(), process_id);
}

#[tokio::test]
async fn a_dead_plugin_is_restarted_twice_an_hour() {
    let server = demo().clock(Clock::stopped_at(1_000_000)).start().await.unwrap();
    say(&server, "/echo set colour red").await;

    for _ in 0..2 {
        server.kill_plugin().await;
        assert_eq!(server.health_check().await, Ok(PluginState::Running));
        assert_eq!(say(&server, "/echo get colour").await, "red");
    }
    server.kill_plugin().await;

    assert_eq!(server.health_check().await, Ok(PluginState::FailedToStayRunning));
    assert_eq!(server.commands(), []);
}

#[tokio::test]
async fn deaths_of_an_hour_ago_are_forgiven() {
    let server = demo().clock(Clock::stopped_at(1_000_000)).start().await.unwrap();

    for _ in 0..4 {
        server.kill_plugin().await;
        assert_eq!(server.health_check().await, Ok(PluginState::Running));
        server.clock().advance(Duration::from_secs(31 * 60));
    }
}

#[tokio::test]
async fn hooks_of_a_dead_plugin_allow_everything() {
    let server = started().await;
    server.kill_plugin().await;

    let post = server.post("ben", "sales", "reject me").await.unwrap();

    assert_eq!(post.message, "reject me");
}

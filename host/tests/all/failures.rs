//! A component that misbehaves costs one answer, never the process.

use peer::{PluginState, Request};

use super::{probe, say};

#[tokio::test]
async fn a_panic_is_told_by_a_reference_that_the_log_explains() {
    let server = probe().start().await.unwrap();
    let answer = say(&server, "/probe panic").await;
    let reference = answer.strip_prefix("error: The plugin failed. Tell your admin this reference: ").unwrap();
    let line = server.wait_for_log(|line| line.message == "The component failed").await;
    let field = |name: &str| line.fields.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone()).unwrap();
    assert_eq!(
        (line.level, field("reference").as_str(), field("hook").as_str()),
        (peer::Level::Error, reference, "ExecuteCommand")
    );
    assert!(field("stderr").contains("the probe was told to panic"), "{line:?}");
    assert_eq!(say(&server, "/probe").await, "pong");
}

#[tokio::test]
async fn an_endless_loop_is_cut_at_the_deadline() {
    let server = probe().start().await.unwrap();
    let answer = server.http(Request::new("GET", "/plugins/probe/spin")).await;
    assert_eq!(answer.status, 504);
    assert!(answer.text().contains("The plugin took too long and was stopped."), "{}", answer.text());
    assert_eq!(say(&server, "/probe").await, "pong");
}

#[tokio::test]
async fn memory_ends_at_the_limit() {
    let server = probe().start().await.unwrap();
    assert!(say(&server, "/probe eat").await.starts_with("error: The plugin failed."));
    assert_eq!(say(&server, "/probe").await, "pong");
}

#[tokio::test]
async fn a_post_goes_through_when_the_component_fails() {
    let server = probe().start().await.unwrap();
    assert_eq!(server.post("ben", "sales", "panic").await.unwrap().message, "panic");
}

#[tokio::test]
async fn fifty_panics_end_no_process() {
    let server = probe().start().await.unwrap();
    for _ in 0..50 {
        say(&server, "/probe panic").await;
    }
    assert_eq!((server.state(), say(&server, "/probe").await.as_str()), (PluginState::Running, "pong"));
}

#[tokio::test]
async fn an_instance_is_replaced_after_a_thousand_calls() {
    let server = probe().start().await.unwrap();
    let mut counts = Vec::new();
    for _ in 0..1100 {
        counts.push(say(&server, "/probe calls").await.parse::<u32>().unwrap());
    }
    // Activation and the job took some calls of their own, and not all of this instance.
    let oldest = counts.into_iter().max().unwrap();
    assert!((900..=1000).contains(&oldest), "{oldest}");
}

#[tokio::test]
async fn a_refusal_to_start_is_shown_to_the_admin() {
    let error = probe().setting("Mood", "refuse-to-start".into()).start().await.err().unwrap();
    assert_eq!(error.to_string(), "The probe was asked not to start.");
}

#[tokio::test]
async fn killing_the_process_lets_the_server_restart_it() {
    let server = probe().start().await.unwrap();
    server.kill_plugin().await;
    server.health_check().await.unwrap();
    assert_eq!(say(&server, "/probe").await, "pong");
}

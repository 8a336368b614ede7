use std::sync::Arc;

use gob::Limits;
use goplugin::rpc::{Answer, Call, RpcError, Service};
use goplugin::yamux::SessionEnd;
use goplugin::{Plugin, PluginEnd};
use tokio::io::AsyncReadExt;
use tokio::sync::Notify;

use crate::support::{Echo, NAME, connected, halves};

/// Answers when it is told to.
struct Slow(Arc<Notify>);

impl Service for Slow {
    async fn call(&self, call: Call<'_>) -> Answer {
        let go_on = Arc::clone(&self.0);
        call.answer(|(): ()| async move {
            go_on.notified().await;
            Ok(())
        })
        .await
    }
}

#[tokio::test]
async fn a_dispensed_plugin_answers_calls() {
    let mut pair = connected().await;
    let client = pair.dispensed(Echo).await;
    assert_eq!(client.call("Any.Method", &7_u64).await, Ok(7_u64));
}

#[tokio::test]
async fn a_plugin_can_be_dispensed_again() {
    let mut pair = connected().await;
    for number in 0..3_u64 {
        let client = pair.dispensed(Echo).await;
        assert_eq!(client.call("Any.Method", &number).await, Ok(number));
    }
}

#[tokio::test]
async fn a_plugin_of_another_name_is_unknown() {
    let pair = connected().await;
    let error = pair.application.dispense("hook").await.err().unwrap();
    assert_eq!(error.to_string(), "the plugin was not dispensed: unknown plugin type: hook");
}

#[tokio::test]
async fn ping_and_quit_are_answered_while_a_call_runs() {
    let mut pair = connected().await;
    let client = pair.dispensed(Slow(Arc::default())).await;
    let running = client.call::<_, ()>("Any.Method", &());
    assert_eq!(pair.application.ping().await, Ok(()));

    assert_eq!(pair.application.quit().await, Ok(()));

    assert_eq!(pair.plugin.ended().await, PluginEnd::Quit);
    assert!(matches!(running.await, Err(RpcError::ConnectionLost(_))));
}

#[tokio::test]
async fn a_lost_application_ends_the_plugin_and_a_lost_plugin_its_calls() {
    let mut pair = connected().await;
    let client = pair.dispensed(Slow(Arc::default())).await;
    let running = client.call::<_, ()>("Any.Method", &());
    let plugin_ended = pair.plugin.ended();
    drop(pair.application);
    assert_eq!(plugin_ended.await, PluginEnd::Session(SessionEnd::PeerClosed));
    assert!(matches!(running.await, Err(RpcError::ConnectionLost(_))));

    let pair = connected().await;
    let application_ended = pair.application.ended();
    drop(pair.plugin);
    assert_eq!(application_ended.await, SessionEnd::PeerClosed);
    assert!(matches!(pair.application.ping().await, Err(RpcError::ConnectionLost(_))));
    assert!(pair.application.quit().await.is_err());
}

#[tokio::test]
async fn the_plugins_output_streams_stay_open_and_silent() {
    let mut pair = connected().await;
    assert_eq!(pair.application.ping().await, Ok(()));
    pair.application.quit().await.unwrap();
    let end = pair.output.stdout.read_u8().await.unwrap_err().kind();
    assert_eq!(end, std::io::ErrorKind::ConnectionAborted);
}

#[tokio::test]
async fn an_application_that_leaves_before_its_streams_are_open_is_reported() {
    let (ours, theirs) = tokio::io::duplex(64);
    drop(theirs);
    let start = Plugin::start(halves(ours), NAME, Limits::default()).await;
    assert_eq!(start.err(), Some(SessionEnd::PeerClosed));
}

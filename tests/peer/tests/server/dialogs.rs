//! Interactive dialogs.

use std::time::Duration;

use peer::Server;
use peer::model::SubmitDialogResponse;
use serde_json::{Map, Value, json};

use super::{demo, say, started};

async fn opened() -> Server {
    let server = started().await;
    say(&server, "/echo dialog").await;
    server
}

async fn answer(server: &Server, submission: Value) -> SubmitDialogResponse {
    let submission: Map<String, Value> = submission.as_object().unwrap().clone();
    server.answer_dialog("ben", "sales", submission).await.unwrap()
}

#[tokio::test]
async fn a_dialog_opens_for_who_asked() {
    let server = started().await;
    let mut events = server.events();

    say(&server, "/echo dialog").await;

    let shown = server.dialogs("ben").remove(0);
    assert_eq!((shown.dialog.title.as_str(), shown.url.as_str()), ("Echo", "/plugins/echo/submit"));
    assert_eq!(server.dialogs("cara"), []);
    let event = events.recv().await.unwrap();
    assert_eq!((event.event.as_str(), event.broadcast.user_id), ("open_dialog", server.user("ben").unwrap().id));
}

#[tokio::test]
async fn errors_keep_it_open_and_success_closes_it() {
    let server = opened().await;

    let bad = answer(&server, json!({"title": "bad"})).await;
    let missing = answer(&server, json!({})).await;
    assert_eq!(server.dialogs("ben").len(), 1);
    let good = answer(&server, json!({"title": "good"})).await;

    assert_eq!(bad.errors.get("title").map(String::as_str), Some("Not this one."));
    assert_eq!(missing.error, "Say something.");
    assert_eq!(good, SubmitDialogResponse::default());
    assert_eq!(server.dialogs("ben"), []);
}

#[tokio::test]
async fn cancelling_closes_it() {
    let server = opened().await;

    server.cancel_dialog("ben", "sales").await.unwrap();

    assert_eq!(server.dialogs("ben"), []);
}

#[tokio::test]
async fn a_trigger_lives_thirty_seconds() {
    let server = demo().clock(peer::Clock::stopped_at(1_000_000)).start().await.unwrap();
    let mut gate = server.faults().hold("OpenInteractiveDialog");
    let typed = tokio::spawn({
        let server = server.clone();
        async move { server.command("ben", "sales", "/echo dialog").await }
    });

    gate.reached().await;
    server.clock().advance(Duration::from_millis(30_001));
    gate.release();

    let error = typed.await.unwrap().unwrap_err();
    assert_eq!(error.id, "interactive_message.decode_trigger_id.expired");
    assert_eq!(server.dialogs("ben"), []);
}

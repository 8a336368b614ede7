//! What a test can let go wrong.

use peer::app_error;

use super::{say, started};

#[tokio::test]
async fn a_planned_failure_happens_once() {
    let server = started().await;
    server.faults().fail("KVSet", app_error("KVSet", "app.plugin_store.save.app_error", 500));

    let error = server.command("ben", "sales", "/echo set a b").await.unwrap_err();

    assert_eq!((error.id.as_str(), error.r#where.as_str()), ("app.plugin_store.save.app_error", "KVSet"));
    assert_eq!(say(&server, "/echo set a b").await, "written");
}

#[tokio::test]
async fn answers_come_in_the_order_that_a_test_chooses() {
    let server = started().await;
    let mut first = server.faults().hold("KVSet");
    let held = tokio::spawn({
        let server = server.clone();
        async move { say(&server, "/echo set order first").await }
    });
    first.reached().await;

    say(&server, "/echo set order second").await;
    first.release();

    assert_eq!(held.await.unwrap(), "written");
    assert_eq!(server.kv().get("order"), Some(&b"first".to_vec()));
}

#[tokio::test]
async fn an_older_server_lacks_a_method() {
    let server = started().await;
    server.faults().lack("KVGet");

    assert_eq!(say(&server, "/echo get colour").await, "KVGet is not known to the other side");
}

#[tokio::test]
async fn a_plugin_that_waits_for_an_answer_quits_all_the_same() {
    let server = started().await;
    let mut gate = server.faults().hold("KVSet");
    let held = tokio::spawn({
        let server = server.clone();
        async move { server.command("ben", "sales", "/echo set a b").await }
    });
    gate.reached().await;

    server.deactivate().await;

    assert_eq!(held.await.unwrap().unwrap_err().detailed_error, "err= Plugin echo crashed due to /echo command");
}

#[tokio::test]
async fn a_death_in_the_middle_of_a_call_ends_the_call() {
    let server = started().await;
    let mut gate = server.faults().hold("KVSet");
    let held = tokio::spawn({
        let server = server.clone();
        async move { server.command("ben", "sales", "/echo set a b").await }
    });
    gate.reached().await;

    server.kill_plugin().await;

    assert_eq!(held.await.unwrap().unwrap_err().status_code, 500);
    gate.release();
}

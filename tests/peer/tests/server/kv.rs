//! The key-value store over the wire; its rules are tested where it lives.

use super::{say, started};

#[tokio::test]
async fn values_come_back_and_empty_ones_delete() {
    let server = started().await;

    assert_eq!(say(&server, "/echo set colour red").await, "written");
    assert_eq!(say(&server, "/echo get colour").await, "red");
    assert_eq!(say(&server, "/echo set colour").await, "written");
    assert_eq!(say(&server, "/echo get colour").await, "");
    assert!(!server.kv().contains_key("colour"));
}

#[tokio::test]
async fn a_key_that_is_too_long_is_an_error_of_the_caller() {
    let server = started().await;

    let error = server.command("ben", "sales", &format!("/echo set {} v", "k".repeat(151))).await.unwrap_err();

    assert_eq!(error.id, "model.plugin_key_value.is_valid.key.app_error");
}

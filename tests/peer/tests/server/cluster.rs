//! Two nodes of one cluster.

use serde_json::json;

use super::{demo, say, started};

#[tokio::test]
async fn nodes_share_the_database() {
    let one = started().await;
    let other = demo().join(&one).start().await.unwrap();

    say(&one, "/echo set colour green").await;
    let post = one.post("ben", "sales", "hello").await.unwrap();

    assert_eq!(say(&other, "/echo get colour").await, "green");
    assert_eq!(other.post_by_id(&post.id).unwrap(), post);
    assert_ne!(one.process_id(), other.process_id());
}

#[tokio::test]
async fn commands_belong_to_their_node() {
    let one = started().await;
    let other = demo().join(&one).start().await.unwrap();

    one.deactivate().await;

    assert_eq!((one.commands().len(), other.commands().len()), (0, 1));
}

#[tokio::test]
async fn every_node_hears_of_a_configuration_change() {
    let one = started().await;
    let other = demo().join(&one).start().await.unwrap();

    one.set_setting("Mood", json!("better")).await;

    for node in [one, other] {
        node.wait_for_log(|line| line.message == r#"configured {"mood":"better"}"#).await;
    }
}

//! Posts, and the hooks that look at them.

use serde_json::{Value, json};

use super::{demo, say, started};

#[tokio::test]
async fn a_plugins_post_passes_its_own_hooks() {
    let server = started().await;

    let id = say(&server, "/echo buttons hello").await;
    server.settle().await;

    let post = server.post_by_id(&id).unwrap();
    assert_eq!(Value::from(post.props.others), json!({"from_plugin": "true", "from_bot": "true"}));
    assert_eq!(server.kv().get(&format!("seen_{id}")), Some(&b"hello".to_vec()));
}

#[tokio::test]
async fn buttons_get_ids() {
    let server = started().await;

    let id = say(&server, "/echo buttons hello").await;

    let post = server.post_by_id(&id).unwrap();
    let actions = &post.props.attachments[0].actions;
    assert!(actions.iter().all(|action| peer::is_id(&action.id)), "{actions:?}");
    let for_clients = peer::client_view(&post);
    assert!(for_clients.props.attachments[0].actions.iter().all(|action| action.integration.is_none()));
}

#[tokio::test]
async fn a_plugin_may_reject_dismiss_or_change_a_post() {
    let server = started().await;

    let rejected = server.post("ben", "sales", "reject me").await.unwrap_err();
    let dismissed = server.post("ben", "sales", "dismiss me").await.unwrap_err();
    let changed = server.post("ben", "sales", "shout hello").await.unwrap();

    assert_eq!((rejected.message.as_str(), rejected.status_code), ("Post rejected by plugin. No.", 400));
    assert_eq!(dismissed.id, "plugin.message_will_be_posted.dismiss_post");
    assert_eq!((changed.message.as_str(), changed.user_id), ("SHOUT HELLO", server.user("ben").unwrap().id));
    assert_eq!(server.posts("sales").len(), 1);
}

#[tokio::test]
async fn threads_count_their_replies() {
    let server = started().await;
    let root = server.post("ben", "sales", "root").await.unwrap();

    let reply = server.reply("cara", &root.id, "reply").await.unwrap();
    server.reply("ben", &reply.id, "another").await.unwrap();

    let messages: Vec<String> = server.thread(&reply.id).into_iter().map(|post| post.message).collect();
    assert_eq!(messages, ["root", "reply", "another"]);
    assert_eq!(server.post_by_id(&root.id).unwrap().reply_count, 2);
}

#[tokio::test]
async fn people_edit_and_delete_their_own_posts_only() {
    let server = started().await;
    let post = server.post("ben", "sales", "first").await.unwrap();

    let edited = server.edit_post("ben", &post.id, "second").await.unwrap();
    let refused = server.edit_post("cara", &post.id, "third").await.unwrap_err();
    server.delete_post("anna", &post.id).unwrap();

    assert_eq!(edited.message, "second");
    assert!(edited.edit_at > 0);
    assert_eq!(refused.status_code, 403);
    assert_eq!(server.posts("sales"), []);
}

#[tokio::test]
async fn clients_hear_of_posts_in_the_servers_shapes() {
    let server = started().await;
    let mut events = server.events();

    let post = server.post("ben", "sales", "hello").await.unwrap();

    let event = events.recv().await.unwrap();
    let heard: Value = serde_json::from_str(event.data["post"].as_str().unwrap()).unwrap();
    assert_eq!((event.event.as_str(), &event.broadcast.channel_id), ("posted", &post.channel_id));
    assert_eq!((&heard["id"], &event.data["sender_name"]), (&json!(post.id), &json!("@ben")));
    assert_eq!(event.to_frame(3)["seq"], 3);
}

#[tokio::test]
async fn joining_tells_the_plugin_who_did_it() {
    let server = demo().channel("acme", "club").start().await.unwrap();
    let ben = server.user("ben").unwrap().id;
    server.remove_from_channel("club", "ben", "").unwrap();

    server.add_to_channel("club", "ben", "anna").unwrap();
    server.settle().await;

    assert_eq!(server.kv().get(&format!("joined_{ben}")), Some(&b"anna".to_vec()));
}

//! Slash commands.

use serde_json::{Value, json};

use super::{say, started};

#[tokio::test]
async fn an_answer_is_an_ephemeral_post_in_the_same_place() {
    let server = started().await;
    let root = server.post("anna", "sales", "A thread").await.unwrap();

    let outcome = server.command_in_thread("ben", "sales", &root.id, "/echo say hello").await.unwrap();

    assert_eq!(outcome.response.text, "hello");
    let shown = server.ephemeral("ben");
    assert_eq!(shown, outcome.posts);
    assert_eq!((shown[0].message.as_str(), shown[0].kind.as_str()), ("hello", "system_ephemeral"));
    assert_eq!((&shown[0].root_id, &shown[0].channel_id), (&root.id, &root.channel_id));
    assert_eq!(server.posts("sales").len(), 1);
}

#[tokio::test]
async fn an_answer_for_the_channel_is_posted_by_the_caller() {
    let server = started().await;

    server.command("ben", "sales", "/echo channel hello all").await.unwrap();

    let posts = server.posts("sales");
    assert_eq!((posts[0].message.as_str(), &posts[0].user_id), ("hello all", &server.user("ben").unwrap().id));
    assert_eq!(server.ephemeral("ben"), []);
}

#[tokio::test]
async fn an_empty_answer_shows_nothing() {
    let server = started().await;

    server.command("ben", "sales", "/echo say ").await.unwrap();

    assert_eq!((server.ephemeral("ben"), server.posts("sales")), (vec![], vec![]));
}

#[tokio::test]
async fn arguments_name_place_person_and_mentions() {
    let server = started().await;
    let id = |name| server.user(name).unwrap().id;
    let channel = |name| server.channel(name).unwrap().id;

    let args: Value = serde_json::from_str(&say(&server, "/echo args @cara and ~support, @nobody").await).unwrap();

    let expected = json!({
        "user": id("ben"), "channel": channel("sales"), "team": server.team("acme").unwrap().id, "root": "",
        "users": {"cara": id("cara")}, "channels": {"support": channel("support")}, "site": "http://localhost:8065",
    });
    assert_eq!(args, expected);
}

#[tokio::test]
async fn permissions_follow_the_role() {
    let server = started().await;
    let asked = "/echo may manage_system";

    let anna = server.command("anna", "sales", asked).await.unwrap().response.text;

    assert_eq!((anna.as_str(), say(&server, asked).await.as_str()), ("true", "false"));
}

#[tokio::test]
async fn a_plugins_error_reaches_the_person_with_a_valid_status() {
    let server = started().await;

    let error = server.command("ben", "sales", "/echo dance").await.unwrap_err();

    assert_eq!((error.message.as_str(), error.status_code), ("I do not know dance", 500));
}

#[tokio::test]
async fn unknown_commands_are_not_found() {
    let server = started().await;

    let error = server.command("ben", "sales", "/nothing here").await.unwrap_err();

    assert_eq!(error.status_code, 404);
    assert!(error.message.starts_with("Command with a trigger of '/nothing' not found."), "{}", error.message);
}

#[tokio::test]
async fn a_command_that_kills_the_plugin_says_so() {
    let server = started().await;

    let error = server.command("ben", "sales", "/echo crash").await.unwrap_err();

    assert_eq!(error.detailed_error, "err= Plugin echo crashed due to /echo command");
}

#[tokio::test]
async fn slack_links_in_an_answer_become_markdown() {
    let server = started().await;

    server.command("ben", "sales", "/echo say <https://a.example|here>").await.unwrap();

    assert_eq!(server.ephemeral("ben")[0].message, "[here](https://a.example)");
}

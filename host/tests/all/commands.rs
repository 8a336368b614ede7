//! Slash commands, and what a component does on the server's side.

use peer::model::AutocompleteData;
use serde_json::json;

use super::{probe, say};

#[tokio::test]
async fn a_command_is_answered() {
    let server = probe().start().await.unwrap();
    assert_eq!(say(&server, "/probe").await, "pong");
}

#[tokio::test]
async fn a_components_error_reaches_the_user_alone() {
    let server = probe().start().await.unwrap();
    assert_eq!(say(&server, "/probe error").await, "error: The probe refuses.");
    assert_eq!(server.posts("sales"), []);
}

#[tokio::test]
async fn a_file_goes_there_and_back() {
    let server = probe().start().await.unwrap();
    let expected = r#""Prüfung \u{202e}fdp.txt" 256 true true true 104857600 Err(ApiError::NotFound)"#;
    assert_eq!(say(&server, "/probe file").await, expected);
}

#[tokio::test]
async fn the_command_is_registered_with_its_words() {
    let server = probe().start().await.unwrap();
    let commands = server.commands();
    let data = AutocompleteData {
        trigger: "probe".into(),
        hint: "[word]".into(),
        help_text: "Drives the runtime".into(),
        role_id: "system_user".into(),
        ..AutocompleteData::default()
    };
    assert_eq!(commands[0].trigger, "probe");
    assert_eq!(commands[0].autocomplete_data, Some(data));
}

#[tokio::test]
async fn a_post_keeps_its_attachments_buttons_and_props() {
    let server = probe().start().await.unwrap();
    say(&server, "/probe post").await;
    let post = server.posts("sales").remove(0);
    let attachment = &post.props.attachments[0];
    let action = &attachment.actions[0];
    assert_eq!(
        json!([
            post.message,
            attachment.title,
            attachment.fields[0].value,
            action.name,
            action.integration,
            post.props.others["probe"]
        ]),
        json!([
            "hi", "Card", "New", "Go",
            {"url": "/plugins/probe/hello", "context": {"n": 1, "list": [true, null, "x", 2.5]}},
            {"deep": [1, 2.5, "x", null, true]},
        ])
    );
}

#[tokio::test]
async fn the_key_value_store_compares_before_it_sets() {
    let server = probe().start().await.unwrap();
    let steps = [
        "Ok(None)",
        "Ok(true)",
        "Ok(false)",
        "Ok(true)",
        "Ok(Some([50]))",
        "Ok(false)",
        "Ok(true)",
        "Ok(())",
        "Ok(())",
        "Ok(None)",
    ];
    let answer = say(&server, "/probe kv").await;
    assert_eq!(answer.lines().take(10).collect::<Vec<_>>(), steps);
    assert!(answer.lines().nth(10).unwrap().starts_with("Err(ApiError::Invalid("), "{answer}");
}

#[tokio::test]
async fn people_permissions_and_bots_are_looked_up_on_the_server() {
    let server = probe().start().await.unwrap();
    assert_eq!(say(&server, "/probe whoami").await, "ben");
    assert_eq!(say(&server, "/probe admin").await, "false");
    let bot = say(&server, "/probe bot").await;
    assert_eq!(server.user("probe").unwrap().id, bot);
}

#[tokio::test]
async fn a_dialog_opens_for_the_one_who_asked() {
    let server = probe().start().await.unwrap();
    assert_eq!(say(&server, "/probe dialog").await, "opened");
    let dialogs = server.dialogs("ben");
    assert_eq!(
        (dialogs.len(), dialogs[0].dialog.title.as_str(), dialogs[0].url.as_str()),
        (1, "Probe", "/plugins/probe/echo")
    );
    assert_eq!(server.dialogs("cara").len(), 0);
}

#[tokio::test]
async fn words_to_other_nodes_leave_through_the_server() {
    let server = probe().start().await.unwrap();
    assert_eq!(say(&server, "/probe event").await, "published");
    let events = server.cluster_events();
    assert_eq!((events[0].id.as_str(), &events[0].data[..]), ("hello", &b"nodes"[..]));
}

#[tokio::test]
async fn log_lines_keep_their_level_and_fields() {
    let server = probe().start().await.unwrap();
    say(&server, "/probe log").await;
    for (level, name) in [
        (peer::Level::Debug, "Debug"),
        (peer::Level::Info, "Info"),
        (peer::Level::Warn, "Warn"),
        (peer::Level::Error, "Error"),
    ] {
        let line = server
            .wait_for_log(|line| {
                line.message == "probe speaks" && line.fields.iter().any(|(_, text)| text.contains(name))
            })
            .await;
        assert_eq!(line.level, level);
    }
}

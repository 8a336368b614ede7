//! What happens before a plugin is of use.

use peer::{Builder, Level, PluginState, Server, Source, StartError};
use serde_json::json;

use super::{demo, say, started};

async fn refusal(builder: Builder) -> StartError {
    match builder.start().await {
        Ok(_) => panic!("the plugin started"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn activation_makes_bot_command_and_log_line() {
    let server = started().await;

    let line = server.wait_for_log(|line| line.message == "activated").await;
    assert_eq!((line.level, line.source), (Level::Info, Source::Api));
    assert_eq!(line.fields, [("version".to_owned(), "11.6.0".to_owned())]);
    let bot = server.user("echo-bot").unwrap();
    assert!(bot.is_bot);
    assert_eq!(server.kv().get("mmi_botid"), Some(&bot.id.into_bytes()));
    assert_eq!(server.commands()[0].trigger, "echo");
    assert_eq!(server.state(), PluginState::Running);
}

#[tokio::test]
async fn standard_error_reaches_the_log() {
    let server = started().await;

    let line = server.wait_for_log(|line| line.source == Source::Stderr).await;

    assert_eq!((line.level, line.message.as_str()), (Level::Info, "listening"));
}

#[tokio::test]
async fn an_activation_error_is_what_the_admin_reads() {
    let error = refusal(demo().setting("Mood", json!("bad"))).await;

    assert_eq!(error, StartError::Activation("the mood is bad".into()));
}

#[tokio::test]
async fn a_process_that_ends_at_once_is_no_plugin() {
    let error = refusal(Server::builder().executable("/bin/true")).await;

    assert_eq!(error.to_string(), "unable to start plugin: plugin exited before we could connect");
}

#[tokio::test]
async fn a_bundle_for_newer_servers_is_refused() {
    let folder = std::env::temp_dir().join(format!("peer-bundle-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let manifest = json!({
        "id": "echo", "version": "1.0.0", "min_server_version": "9.11.0",
        "server": {"executable": "echo-plugin"},
        "settings_schema": {"settings": [{"key": "Mood", "default": "good"}]},
    });
    std::fs::write(folder.join("plugin.json"), manifest.to_string()).unwrap();
    let bundle = || Server::builder().demo().bundle(&folder).executable(env!("CARGO_BIN_EXE_echo-plugin"));

    let error = refusal(bundle().version("9.5.0")).await;
    let server = bundle().version("9.11.0").setting("Extra", json!(1)).start().await.unwrap();

    assert_eq!(error.to_string(), "plugin requires Mattermost 9.11.0: echo");
    assert_eq!(say(&server, "/echo config").await, r#"{"extra":1,"mood":"good"}"#);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_restart_keeps_the_bot_and_adopts_its_key() {
    let server = started().await;
    let bot = server.user("echo-bot").unwrap();

    server.restart().await.unwrap();

    assert_eq!(server.user("echo-bot").unwrap().id, bot.id);
    assert_eq!(server.commands().len(), 1);
}

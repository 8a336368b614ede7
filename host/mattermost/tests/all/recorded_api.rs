//! API calls between Go's plugin library and Go's server library, as they were recorded.

use std::sync::{Arc, Mutex};

use gob::Limits;
use mattermost::model::{
    AppError, AutocompleteArg, AutocompleteData, AutocompleteSource, AutocompleteTextArg, Command, ErrorValue, Json,
    MessageAttachment, Post, PostAction, PostActionIntegration, Props,
};
use mattermost::{Api, CallError, NoError, Refused, ServerApi, serve_api};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use crate::session::{connection, recorded};

/// Keeps the arguments of every call that was recorded, and answers nothing useful.
#[derive(Default)]
struct Listener(Mutex<Vec<Heard>>);

#[derive(Debug, PartialEq)]
enum Heard {
    ServerVersion,
    KvSet(String, Vec<u8>),
    KvGet(String),
    LogInfo(String, Vec<Json>),
    RegisterCommand(Box<Command>),
    CreatePost(Box<Post>),
}

impl Listener {
    fn hear(&self, heard: Heard) {
        self.0.lock().unwrap().push(heard);
    }
}

impl ServerApi for Listener {
    async fn get_server_version(&self) -> Result<String, Refused<NoError>> {
        self.hear(Heard::ServerVersion);
        Ok(String::new())
    }

    async fn kv_set(&self, key: String, value: Vec<u8>) -> Result<(), Refused<AppError>> {
        self.hear(Heard::KvSet(key, value));
        Ok(())
    }

    async fn kv_get(&self, key: String) -> Result<Vec<u8>, Refused<AppError>> {
        self.hear(Heard::KvGet(key));
        Ok(Vec::new())
    }

    async fn log_info(&self, message: String, pairs: Vec<Json>) -> Result<(), Refused<NoError>> {
        self.hear(Heard::LogInfo(message, pairs));
        Ok(())
    }

    async fn register_command(&self, command: Command) -> Result<(), Refused<ErrorValue>> {
        self.hear(Heard::RegisterCommand(Box::new(command)));
        Ok(())
    }

    async fn create_post(&self, post: Post) -> Result<Option<Post>, Refused<AppError>> {
        self.hear(Heard::CreatePost(Box::new(post)));
        Ok(None)
    }
}

fn recorded_command() -> Command {
    let argument = AutocompleteArg {
        help_text: "h".into(),
        kind: "TextInput".into(),
        required: true,
        data: Some(AutocompleteSource::Text(AutocompleteTextArg { hint: "hi".into(), pattern: String::new() })),
        ..AutocompleteArg::default()
    };
    let data = AutocompleteData { trigger: "demo".into(), arguments: vec![argument], ..AutocompleteData::default() };
    Command { trigger: "demo".into(), auto_complete: true, autocomplete_data: Some(data), ..Command::default() }
}

fn recorded_post() -> Post {
    let integration =
        PostActionIntegration { url: "/plugins/demo/act".into(), context: [("n", json!(1))].into_iter().collect() };
    let action = PostAction {
        id: "a1".into(),
        kind: "button".into(),
        name: "Go".into(),
        integration: Some(integration),
        ..PostAction::default()
    };
    let attachment = MessageAttachment { text: "T".into(), actions: vec![action], ..MessageAttachment::default() };
    Post {
        user_id: "bot".into(),
        channel_id: "ch".into(),
        message: "hi".into(),
        props: Props { attachments: vec![attachment], ..Props::default() },
        ..Post::default()
    }
}

#[tokio::test]
async fn a_server_understands_gos_plugin() {
    let (mut plugin_end, server_end) = duplex(64 * 1024);
    let server = Arc::new(Listener::default());
    let serving = tokio::spawn(serve_api(connection(server_end), Limits::default(), Arc::clone(&server)));

    for message in recorded("api-from-plugin") {
        plugin_end.write_all(&message).await.unwrap();
        answered(&mut plugin_end).await;
    }
    drop(plugin_end);
    serving.await.unwrap().unwrap();

    let expected = [
        Heard::ServerVersion,
        Heard::KvSet("k".into(), b"v1".to_vec()),
        Heard::KvSet("bad".into(), b"v1".to_vec()),
        Heard::KvGet("k".into()),
        Heard::LogInfo("hello".into(), vec![Json::from("k"), Json::from("v")]),
        Heard::ServerVersion,
        Heard::RegisterCommand(Box::new(recorded_command())),
        Heard::CreatePost(Box::new(recorded_post())),
    ];
    assert_eq!(*server.0.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_plugin_understands_gos_server() {
    let (plugin_end, mut server_end) = duplex(64 * 1024);
    let api = Api::start(connection(plugin_end), Limits::default());
    let mut answers = recorded("api-from-server").into_iter();
    let mut answer = async || {
        answered(&mut server_end).await;
        server_end.write_all(&answers.next().unwrap()).await.unwrap();
    };

    assert_eq!(tokio::join!(api.get_server_version(), answer()).0.unwrap(), "11.6.0");
    assert_eq!(tokio::join!(api.kv_set("k".into(), b"v1".to_vec()), answer()).0, Ok(()));
    let refusal = AppError {
        id: "app.x".into(),
        message: "m".into(),
        status_code: 500,
        r#where: "KVSet".into(),
        ..AppError::default()
    };
    assert_eq!(tokio::join!(api.kv_set("bad".into(), b"v1".to_vec()), answer()).0, Err(refusal.into()));
    assert_eq!(tokio::join!(api.kv_get("k".into()), answer()).0.unwrap(), b"v1");
    assert_eq!(tokio::join!(api.log_info("hello".into(), Vec::new()), answer()).0, Ok(()));
    // Go's server was asked for a method that no version has.
    let unknown = CallError::NoSuchMethod { method: "GetPluginID" };
    assert_eq!(tokio::join!(api.get_plugin_id(), answer()).0, Err(unknown));
    assert_eq!(tokio::join!(api.get_server_version(), answer()).0.unwrap(), "11.6.0");
    let invalid = CallError::Value(ErrorValue::new("invalid command"));
    assert_eq!(tokio::join!(api.register_command(Command::default()), answer()).0, Err(invalid));
    let created = Post { id: "p1".into(), ..recorded_post() };
    assert_eq!(tokio::join!(api.create_post(Post::default()), answer()).0, Ok(Some(created)));
}

/// Waits for the other side's next message.
async fn answered(end: &mut DuplexStream) {
    assert!(end.read(&mut [0; 8192]).await.unwrap() > 0, "the other side has closed the connection");
}

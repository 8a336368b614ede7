//! The plugin calls the server.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use gob::Limits;
use mattermost::log::Level;
use mattermost::model::{
    AppError, Bot, ErrorValue, Json, JsonMap, KvSetOptions, MessageAttachment, Post, PostAction, PostActionIntegration,
    PostList, Props, WebsocketBroadcast,
};
use mattermost::{Api, CallError, NoError, Refused, ServerApi, serve_api};
use serde_json::json;
use tokio::io::duplex;

use crate::session::connection;

/// A server that keeps what it is told.
#[derive(Default)]
struct Notebook {
    posts: Mutex<Vec<Post>>,
    log: Mutex<Vec<(String, Vec<Json>)>>,
}

impl ServerApi for Notebook {
    async fn create_post(&self, post: Post) -> Result<Option<Post>, Refused<AppError>> {
        self.posts.lock().unwrap().push(post.clone());
        Ok(Some(Post { id: "new".into(), ..post }))
    }

    async fn get_post(&self, id: String) -> Result<Option<Post>, Refused<AppError>> {
        Err(AppError { detailed_error: format!("id={id}"), ..AppError::new("GetPost", "gone", 404) }.into())
    }

    async fn get_post_thread(&self, id: String) -> Result<Option<PostList>, Refused<AppError>> {
        let post = Post { id: id.clone(), ..Post::default() };
        Ok(Some(PostList { order: vec![id.clone()], posts: BTreeMap::from([(id, post)]), ..PostList::default() }))
    }

    async fn kv_get(&self, _: String) -> Result<Vec<u8>, Refused<AppError>> {
        Ok(Vec::new())
    }

    async fn kv_set_with_options(
        &self,
        key: String,
        value: Vec<u8>,
        options: KvSetOptions,
    ) -> Result<bool, Refused<AppError>> {
        let expected = KvSetOptions { atomic: true, old_value: vec![1], expire_in_seconds: 60 };
        Ok((key.as_str(), value, options) == ("k", vec![0, 255], expected))
    }

    async fn ensure_bot_user(&self, bot: Bot) -> Result<String, Refused<ErrorValue>> {
        Err(ErrorValue::new(format!("no bot {}", bot.username)).into())
    }

    async fn get_emoji_image(&self, _: String) -> Result<(Vec<u8>, String), Refused<AppError>> {
        Ok((vec![1, 2, 3], "png".into()))
    }

    async fn publish_websocket_event(
        &self,
        event: String,
        payload: JsonMap,
        broadcast: WebsocketBroadcast,
    ) -> Result<(), Refused<NoError>> {
        assert_eq!((event.as_str(), broadcast.user_id.as_str()), ("changed", "u1"));
        assert_eq!(json!(payload), json!({"list": [1, null, {"deep": 2.5}], "text": "t"}));
        Ok(())
    }

    async fn log_warn(&self, message: String, pairs: Vec<Json>) -> Result<(), Refused<NoError>> {
        self.log.lock().unwrap().push((message, pairs));
        Ok(())
    }
}

fn plugin_of(server: &Arc<Notebook>) -> Api {
    let (plugin_end, server_end) = duplex(64 * 1024);
    tokio::spawn(serve_api(connection(server_end), Limits::default(), Arc::clone(server)));
    Api::start(connection(plugin_end), Limits::default())
}

#[tokio::test]
async fn a_post_with_buttons_arrives_whole() {
    let server = Arc::new(Notebook::default());
    let action = PostAction {
        id: "a1".into(),
        kind: "button".into(),
        name: "Go".into(),
        integration: Some(PostActionIntegration {
            url: "/plugins/x/y".into(),
            context: [("k", json!(1)), ("deep", json!({"list": ["a", null, true, 2.5]}))].into_iter().collect(),
        }),
        ..PostAction::default()
    };
    let attachment = MessageAttachment {
        title: "T".into(),
        timestamp: Json::from(1_700_000_000),
        actions: vec![action],
        ..MessageAttachment::default()
    };
    let post = Post {
        user_id: "bot".into(),
        props: Props { attachments: vec![attachment], others: json!({"n": 17}).as_object().unwrap().clone() },
        file_ids: vec!["f1".into()],
        ..Post::default()
    };

    let created = plugin_of(&server).create_post(post.clone()).await.unwrap();

    assert_eq!(created, Some(Post { id: "new".into(), ..post.clone() }));
    assert_eq!(*server.posts.lock().unwrap(), [post]);
}

#[tokio::test]
async fn errors_of_both_kinds_come_as_values() {
    let api = plugin_of(&Arc::default());

    let app_error = api.get_post("p1".into()).await.unwrap_err();
    let error_value = api.ensure_bot_user(Bot { username: "demo".into(), ..Bot::default() }).await.unwrap_err();

    assert_eq!(app_error.to_string(), "GetPost: gone, id=p1");
    assert_eq!(error_value, CallError::Value(ErrorValue::new("no bot demo")));
}

#[tokio::test]
async fn a_method_that_the_server_lacks_is_told_apart() {
    let api = plugin_of(&Arc::default());

    let error = api.get_plugin_id().await.unwrap_err();

    assert_eq!(error, CallError::NoSuchMethod { method: "GetPluginID" });
}

#[tokio::test]
async fn a_lost_connection_is_told_apart() {
    let (plugin_end, server_end) = duplex(64 * 1024);
    let api = Api::start(connection(plugin_end), Limits::default());
    drop(server_end);

    let error = api.kv_delete("k".into()).await.unwrap_err();

    assert_eq!(error, CallError::Lost { method: "KVDelete" });
}

#[tokio::test]
async fn bytes_options_and_lists_travel() {
    let api = plugin_of(&Arc::default());
    let options = KvSetOptions { atomic: true, old_value: vec![1], expire_in_seconds: 60 };

    assert_eq!(api.kv_get("missing".into()).await.unwrap(), Vec::<u8>::new());
    assert!(api.kv_set_with_options("k".into(), vec![0, 255], options).await.unwrap());
    assert_eq!(api.get_emoji_image("e".into()).await.unwrap(), (vec![1, 2, 3], "png".into()));
    assert_eq!(api.get_post_thread("p1".into()).await.unwrap().unwrap().posts["p1"].id, "p1");
}

#[tokio::test]
async fn a_websocket_event_carries_json() {
    let payload = [("list", json!([1, null, {"deep": 2.5}])), ("text", json!("t"))].into_iter().collect();
    let broadcast = WebsocketBroadcast { user_id: "u1".into(), ..WebsocketBroadcast::default() };

    let published = plugin_of(&Arc::default()).publish_websocket_event("changed".into(), payload, broadcast).await;

    assert_eq!(published, Ok(()));
}

#[tokio::test]
async fn a_log_entry_is_a_message_with_pairs_of_texts() {
    let server = Arc::new(Notebook::default());

    plugin_of(&server).log(Level::Warn, "slow", &[("duration_ms", "2100")]).await.unwrap();

    let pairs = vec![Json::from("duration_ms"), Json::from("2100")];
    assert_eq!(*server.log.lock().unwrap(), [("slow".to_owned(), pairs)]);
}

#[tokio::test]
async fn calls_run_at_once() {
    let api = plugin_of(&Arc::default());
    let calls: Vec<_> = (0..200)
        .map(|index| {
            let api = api.clone();
            tokio::spawn(async move { api.get_post_thread(index.to_string()).await.unwrap().unwrap().order })
        })
        .collect();

    for (index, call) in calls.into_iter().enumerate() {
        assert_eq!(call.await.unwrap(), [index.to_string()]);
    }
}

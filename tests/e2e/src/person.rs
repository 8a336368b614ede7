//! A person with a session.

use reqwest::Method;
use serde_json::{Value, json};

use crate::site::{Answer, Site};

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Mattermost id.
    pub id: String,
    /// Name without `@`.
    pub username: String,
    /// Of the session.
    pub token: String,
    site: Site,
}

impl Person {
    /// The person whom the token belongs to.
    pub async fn with_token(site: &Site, token: &str) -> Self {
        let request = site.request(Method::GET, "/api/v4/users/me", Some(token));
        let me = Answer::of(request).await.ok();
        Self { id: text(&me, "id"), username: text(&me, "username"), token: token.to_owned(), site: site.clone() }
    }

    /// Calls a path of the server; `body` is sent as JSON unless it is null.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.site.request(method, path, Some(&self.token));
        Answer::of(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// Calls `GET /api/v4<path>` and returns the body of its success.
    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, &format!("/api/v4{path}"), Value::Null).await.ok()
    }

    /// Calls `POST /api/v4<path>` and returns the body of its success.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.call(Method::POST, &format!("/api/v4{path}"), body).await.ok()
    }

    /// Runs a slash command in a channel. What it shows arrives at the [`Ears`](crate::Ears).
    pub async fn command(&self, channel_id: &str, command: &str) -> Answer {
        let body = json!({"channel_id": channel_id, "command": command});
        self.call(Method::POST, "/api/v4/commands/execute", body).await
    }

    /// The same in a thread.
    pub async fn command_below(&self, channel_id: &str, root_id: &str, command: &str) -> Answer {
        let body = json!({"channel_id": channel_id, "root_id": root_id, "command": command});
        self.call(Method::POST, "/api/v4/commands/execute", body).await
    }

    /// Submits an open form, as the client does.
    pub async fn submit(&self, team_id: &str, channel_id: &str, form: &Value, submission: Value) -> Answer {
        let body = json!({
            "url": form["url"], "callback_id": form["dialog"]["callback_id"], "state": form["dialog"]["state"],
            "user_id": self.id, "channel_id": channel_id, "team_id": team_id, "submission": submission,
            "cancelled": false,
        });
        self.call(Method::POST, "/api/v4/actions/dialogs/submit", body).await
    }

    /// Uploads a file for a message in a channel and returns its id.
    pub async fn upload(&self, channel_id: &str, name: &str, content: Vec<u8>) -> String {
        let query = [("channel_id", channel_id), ("filename", name)];
        let request = self.site.request(Method::POST, "/api/v4/files", Some(&self.token)).query(&query);
        let answer = Answer::of(request.body(content)).await.ok();
        text(&answer["file_infos"][0], "id")
    }

    /// Sends a message with files, below `root_id` unless that is empty, and returns the id of the post.
    pub async fn send(&self, channel_id: &str, root_id: &str, file_ids: &[&str]) -> String {
        let post = json!({"channel_id": channel_id, "root_id": root_id, "message": "", "file_ids": file_ids});
        text(&self.post("/posts", post).await, "id")
    }

    /// The id of the direct channel with somebody, who is named.
    pub async fn direct(&self, username: &str) -> String {
        let other = self.get(&format!("/users/username/{username}")).await;
        text(&self.post("/channels/direct", json!([self.id, other["id"]])).await, "id")
    }

    /// What the client would offer to complete `typed`, in order.
    pub async fn suggestions(&self, team_id: &str, channel_id: &str, typed: &str) -> Vec<String> {
        let path = format!("/api/v4/teams/{team_id}/commands/autocomplete_suggestions");
        let query = [("user_input", typed), ("team_id", team_id), ("channel_id", channel_id)];
        let request = self.site.request(Method::GET, &path, Some(&self.token)).query(&query);
        let list = Answer::of(request).await.ok();
        let list = list.as_array().expect("a list of suggestions");
        list.iter().map(|suggestion| text(suggestion, "Suggestion")).collect()
    }

    /// Writes a message and returns the id of the post.
    pub async fn say(&self, channel_id: &str, message: &str) -> String {
        let post = self.post("/posts", json!({"channel_id": channel_id, "message": message})).await;
        text(&post, "id")
    }

    /// Presses a button of a post, as the client does: with the cookie that an ephemeral post carries.
    pub async fn press(&self, post: &Value, action: &Value) -> Answer {
        let path = format!("/api/v4/posts/{}/actions/{}", text(post, "id"), text(action, "id"));
        self.call(Method::POST, &path, json!({"cookie": action["cookie"].as_str().unwrap_or_default()})).await
    }
}

pub(crate) fn text(value: &Value, key: &str) -> String {
    match &value[key] {
        Value::String(text) => text.clone(),
        other => panic!("`{key}` is {other} in {value}"),
    }
}

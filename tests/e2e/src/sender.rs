//! Somebody who sends signed events.

use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, Mac};
use peer::{Request, Response, Server};
use serde_json::json;
use sha2::Sha256;

use crate::site::{Answer, Site};
use crate::world::PLUGIN_ID;

/// The program behind one hook of a server in memory.
#[derive(Clone, Debug)]
pub struct Sender {
    name: String,
    path: String,
    secret: String,
    doorbell: String,
}

impl Sender {
    /// Lets the demo's administrator make a hook for these channels, and reads the secret in the bot's direct message.
    pub async fn new(server: &Server, name: &str, channels: &str) -> Self {
        let command = format!("/odoo hook new {name} --channels {channels}");
        let told = server.command("anna", "sales", &command).await.expect("the command is answered");
        let direct = server.channels_of("anna").into_iter().filter(|channel| channel.kind == "D");
        let mut messages = direct.flat_map(|channel| server.posts(&channel.id)).map(|post| post.message);
        let message = messages.rfind(|message| message.contains(name));
        message
            .as_deref()
            .and_then(|message| Self::told(name, message))
            .unwrap_or_else(|| panic!("no secret after {told:?}"))
    }

    /// Reads what the bot's message about a new hook hands over; nothing if it hands over nothing.
    pub fn told(name: &str, message: &str) -> Option<Self> {
        let (secret, doorbell) = (secret_in(message)?, doorbell_in(message)?);
        Some(Self { name: name.to_owned(), path: format!("/plugins/{PLUGIN_ID}/hooks/v1/{name}"), secret, doorbell })
    }

    /// Of the hook.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs with.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Sends an event to a node, signed now.
    pub async fn send(&self, node: &Server, id: &str, body: &str) -> Response {
        let request = Request::new("POST", &self.path).header("Content-Type", "application/json").body(body);
        let headers = signed(&self.secret, id, now(), body).into_iter();
        node.http(headers.fold(request, |request, (name, value)| request.header(name, &value))).await
    }

    /// Sends an event to a running server, signed now.
    pub async fn send_to(&self, site: &Site, id: &str, body: &str) -> Answer {
        site.deliver(&self.path, &signed(&self.secret, id, now(), body), body).await
    }

    /// Rings for a record at a running server.
    pub async fn ring_at(&self, site: &Site, model: &str, id: usize) -> Answer {
        let body = json!({"_model": model, "_id": id}).to_string();
        site.deliver(&self.doorbell, &[], &body).await
    }

    /// Rings for a record, as Odoo's own webhook does.
    pub async fn ring(&self, node: &Server, model: &str, id: usize) -> Response {
        let body = json!({"_model": model, "_id": id}).to_string();
        node.http(Request::new("POST", &self.doorbell).header("Content-Type", "application/json").body(body)).await
    }
}

/// In seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970").as_secs()
}

/// The secret that a message of the bot hands over.
pub fn secret_in(message: &str) -> Option<String> {
    message.lines().find(|line| line.starts_with("whsec_")).map(str::to_owned)
}

/// The path of the doorbell that stands beside the secret.
fn doorbell_in(message: &str) -> Option<String> {
    let (_, rest) = message.split_once(&format!("/plugins/{PLUGIN_ID}/doorbell/v1/"))?;
    let (below, _) = rest.split_once('`')?;
    Some(format!("/plugins/{PLUGIN_ID}/doorbell/v1/{below}"))
}

/// The headers of an event; `time` is in seconds since 1970.
pub fn signed(secret: &str, id: &str, time: u64, body: &str) -> [(&'static str, String); 3] {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    let mac = mac.chain_update(format!("{time}.{id}.{body}")).finalize().into_bytes();
    let hex: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    [
        ("X-Odoo-Timestamp", time.to_string()),
        ("X-Odoo-Event-Id", id.to_owned()),
        ("X-Odoo-Signature", format!("v1={hex}")),
    ]
}

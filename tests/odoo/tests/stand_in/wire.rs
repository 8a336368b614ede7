//! HTTP by hand, and one JSON-RPC call on top of it.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use odoo_stand_in::StandIn;

/// A request or a response: the first line, the headers in lower case, the body.
pub struct Message {
    pub first: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Message {
    /// The status of a response.
    pub fn status(&self) -> u16 {
        self.first.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
    }
}

/// Sends a request on a connection of its own and reads until the server closes it.
pub async fn exchange(address: SocketAddr, request: &Message) -> Message {
    let mut text = format!("{}\r\nHost: {address}\r\nContent-Length: {}\r\n", request.first, request.body.len());
    for (name, value) in request.headers.iter().filter(|(name, _)| *name != "host") {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(&request.body);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    message(&String::from_utf8(answer).unwrap().replace("\r\n", "\n"))
}

/// Reads a message with its lines ended by `\n`.
pub fn message(text: &str) -> Message {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    Message {
        first: lines.next().unwrap_or_default().to_owned(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

/// Calls `execute_kw` with the bridge's key and returns the whole answer.
pub async fn execute(odoo: &StandIn, model: &str, method: &str, args: Json, kwargs: Json) -> Message {
    let args = json!([odoo.database(), 8, odoo.api_key(), model, method, args, kwargs]);
    rpc(odoo, "object", "execute_kw", args).await
}

/// Calls a method of a service.
pub async fn rpc(odoo: &StandIn, service: &str, method: &str, args: Json) -> Message {
    let params = json!({"service": service, "method": method, "args": args});
    let request = Message {
        first: "POST /jsonrpc HTTP/1.1".to_owned(),
        headers: BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]),
        body: json!({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}).to_string(),
    };
    exchange(odoo.address(), &request).await
}

/// The `result` of an answer.
pub fn result(answer: &Message) -> Json {
    let body: Json = serde_json::from_str(&answer.body).unwrap();
    body["result"].clone()
}

/// The kind of the error in an answer.
pub fn error_name(answer: &Message) -> String {
    let body: Json = serde_json::from_str(&answer.body).unwrap();
    body["error"]["data"]["name"].as_str().unwrap_or_default().to_owned()
}

//! What rules send over a socket.

use std::time::Duration;

use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, USER_AGENT};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::orm::Ring;

/// As long as Odoo waits for an answer. It does not try again.
const WAIT: Duration = Duration::from_secs(1);

/// Sends one request; whatever comes of it is a line in Odoo's log and nothing else.
pub async fn send(ring: Ring) {
    let _ = tokio::time::timeout(WAIT, post(ring)).await;
}

/// Nothing if the address is none, or nobody listens there.
async fn post(ring: Ring) -> Option<()> {
    let (host, path) = ring.url.strip_prefix("http://")?.split_once('/')?;
    let request = Request::post(format!("/{path}"))
        .header(HOST, host)
        .header(USER_AGENT, "python-requests/2.31.0")
        .header(ACCEPT, "*/*")
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(ring.body)))
        .ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(TcpStream::connect(host).await.ok()?)).await.ok()?;
    // Both ends are needed until the answer is there.
    tokio::select! {
        _ = sender.send_request(request) => {}
        _ = connection => {}
    }
    Some(())
}

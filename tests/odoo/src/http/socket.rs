//! Requests that come over a socket.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};

use super::{Answer, Arrival, Asked, NoAnswer, webhook};
use crate::desk::Desk;

/// Answers one request, or gives none.
pub async fn answer(desk: Desk, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, NoAnswer> {
    let (head, body) = request.into_parts();
    // A body that breaks off is no call; what came of it is answered as malformed.
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<_> = head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let asked = Asked { method: head.method.as_str(), path: head.uri.path(), headers: &headers, body: &body };

    let arrival = Arrival::of(&desk, &asked);
    if let Some(gate) = arrival.gate() {
        gate.passed().await;
    }
    let answer = arrival.answer();
    for ring in desk.take_rings() {
        tokio::spawn(webhook::send(ring));
    }
    match answer {
        Ok(answer) => Ok(response(answer)),
        // The client is the one to lose patience; its leaving ends this wait.
        Err(NoAnswer::TooLate) => std::future::pending().await,
        Err(closed) => Err(closed),
    }
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body.into()));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers.iter().filter_map(|(name, value)| {
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?))
    });
    response.headers_mut().extend(headers);
    response
}

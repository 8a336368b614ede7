//! The HTTP side: routes, Odoo's own pages, and the faults a test switched on.

mod page;

use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::{Value as Json, json};

use crate::envelope::Envelope;
use crate::error::OdooError;
use crate::fault::{Fault, OVERSIZED_BODY_BYTES};
use crate::journal::Call;
use crate::python;
use crate::service;
use crate::stand_in::State;

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const NOSNIFF: (&str, &str) = ("x-content-type-options", "nosniff");

/// The connection is to close without an answer.
#[derive(Debug, thiserror::Error)]
#[error("no answer, as the test asked")]
pub struct NoAnswer;

type Answer = Response<Full<Bytes>>;

/// Answers one request, or gives none.
pub async fn answer(state: Arc<State>, request: Request<Incoming>) -> Result<Answer, NoAnswer> {
    let (head, body) = request.into_parts();
    // A body that breaks off is no call; what came of it is answered as malformed.
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let call = Route::of(head.uri.path(), content_type, &body);
    if let Some(seen) = call.seen() {
        state.journal.note(seen);
    }

    let fault = state.fault();
    if let Some(answer) = misbehave(fault.as_ref()).await? {
        return Ok(finished(&state, answer));
    }
    Ok(finished(&state, call.answer(&state, fault.as_ref(), &head.method)))
}

/// Where a request goes.
enum Route {
    Health,
    /// A route for JSON that was asked for in another content type, or by GET.
    NotJson(String),
    NotACall(crate::envelope::BadBody),
    VersionInfo(Envelope),
    Rpc(Envelope, Result<service::Request, OdooError>),
    NotFound,
}

impl Route {
    fn of(path: &str, content_type: &str, body: &[u8]) -> Self {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        match path {
            "/web/health" => Self::Health,
            "/jsonrpc" | "/web/webclient/version_info" if media_type != "application/json" => {
                Self::NotJson(path.to_owned())
            }
            "/jsonrpc" | "/web/webclient/version_info" => match Envelope::parse(body) {
                Err(bad) => Self::NotACall(bad),
                Ok(envelope) if path == "/jsonrpc" => {
                    let request = envelope.request();
                    Self::Rpc(envelope, request)
                }
                Ok(envelope) => Self::VersionInfo(envelope),
            },
            _ => Self::NotFound,
        }
    }

    fn seen(&self) -> Option<Call> {
        match self {
            Self::VersionInfo(_) => Some(Call::of("web", "version_info")),
            Self::Rpc(_, Ok(request)) => Some(Call::from(request)),
            _ => None,
        }
    }

    fn answer(self, state: &State, fault: Option<&Fault>, method: &Method) -> Answer {
        match self {
            Self::Health if method == Method::GET => {
                let mut answer = plain(StatusCode::OK, "application/json", python::dumps(&json!({"status": "pass"})));
                answer.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
                with_nosniff(answer)
            }
            Self::Health | Self::NotFound => {
                with_session(with_nosniff(plain(StatusCode::NOT_FOUND, "text/html;charset=utf-8", page::NOT_FOUND)))
            }
            Self::NotJson(path) => plain(StatusCode::BAD_REQUEST, HTML, page::wrong_type(&path)),
            Self::NotACall(bad) => with_nosniff(plain(StatusCode::BAD_REQUEST, HTML, bad.to_string())),
            Self::VersionInfo(envelope) => {
                let outcome = Ok(Some(service::version()));
                with_session(with_nosniff(rpc_answer(&envelope.answer(&outcome))))
            }
            Self::Rpc(envelope, request) => {
                let outcome = request.and_then(|request| service::dispatch(&mut state.database(), fault, &request));
                let answer = rpc_answer(&envelope.answer(&outcome));
                if outcome.is_ok() { with_nosniff(answer) } else { answer }
            }
        }
    }
}

/// The answer of a fault that does not get as far as Odoo.
async fn misbehave(fault: Option<&Fault>) -> Result<Option<Answer>, NoAnswer> {
    Ok(Some(match fault {
        None | Some(Fault::LoginRefused | Fault::KeyRevoked) => return Ok(None),
        Some(Fault::Held(gate)) => {
            gate.passed().await;
            return Ok(None);
        }
        Some(Fault::NoAnswer) => return Err(NoAnswer),
        Some(Fault::Html) => plain(StatusCode::OK, HTML, page::PROXY_LOGIN),
        Some(Fault::MalformedJson) => {
            plain(StatusCode::OK, JSON, r#"{"jsonrpc": "2.0", "id": 1, "result": [{"id": 14, "na"#)
        }
        Some(Fault::Oversized) => {
            let filler = "x".repeat(OVERSIZED_BODY_BYTES);
            plain(StatusCode::OK, JSON, python::dumps(&json!({"jsonrpc": "2.0", "id": 1, "result": filler})))
        }
        Some(Fault::Redirect(to)) => {
            let mut answer = plain(StatusCode::FOUND, HTML, page::status(StatusCode::FOUND));
            answer.headers_mut().extend(HeaderValue::from_str(to).ok().map(|to| (LOCATION, to)));
            answer
        }
        Some(Fault::Status { code, retry_after_s }) => {
            let status = StatusCode::from_u16(*code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut answer = plain(status, HTML, page::status(status));
            answer.headers_mut().extend(retry_after_s.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
            answer
        }
    }))
}

fn rpc_answer(answer: &Json) -> Answer {
    plain(StatusCode::OK, JSON, python::dumps(answer))
}

fn plain(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

fn with_nosniff(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(NOSNIFF.0, HeaderValue::from_static(NOSNIFF.1));
    answer
}

/// Pages of the website start a session, which an API client has no use for.
fn with_session(mut answer: Answer) -> Answer {
    let cookie = "session_id=5f1a4d00c0ffee00000000000000000000000000; Max-Age=604800; HttpOnly; Path=/";
    answer.headers_mut().insert(SET_COOKIE, HeaderValue::from_static(cookie));
    answer
}

fn finished(state: &State, mut answer: Answer) -> Answer {
    answer.headers_mut().insert("server", HeaderValue::from_static("Werkzeug/2.2.2 Python/3.11.2"));
    if !state.keeps_connections {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

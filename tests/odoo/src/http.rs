//! The HTTP side: routes, Odoo's own pages, and the faults a test switched on.

mod answer;
mod page;
pub mod socket;

use serde_json::{Value as Json, json};

pub use answer::{Answer, NoAnswer};
use answer::{HTML, JSON};

use crate::desk::Desk;
use crate::envelope::{BadBody, Envelope};
use crate::error::OdooError;
use crate::fault::{Fault, Gate, OVERSIZED_BODY_BYTES};
use crate::journal::Call;
use crate::plan::Moment;
use crate::python;
use crate::service;
use crate::xml_rpc;

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// `GET`, `POST` and so on.
    pub method: &'a str,
    /// The path without a query.
    pub path: &'a str,
    /// The headers, in any case.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
}

impl Asked<'_> {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

/// A request that was noted and is to be answered.
#[derive(Debug)]
pub struct Arrival<'a> {
    desk: &'a Desk,
    is_get: bool,
    call: Option<String>,
    route: Route,
    fault: Option<Fault>,
}

impl<'a> Arrival<'a> {
    /// Notes a request, lets the test have its turn, and takes the fault that was planned for it.
    pub fn of(desk: &'a Desk, asked: &Asked<'_>) -> Self {
        let route = Route::of(asked);
        let seen = route.seen();
        let call = seen.as_ref().map(Call::name);
        if let Some(seen) = seen {
            desk.journal().note(seen);
        }
        desk.take_turn(call.as_deref(), Moment::Before);
        let fault = desk.take_fault(call.as_deref());
        Self { desk, is_get: asked.method == "GET", call, route, fault }
    }

    /// The gate that has to be open before the request is answered.
    pub fn gate(&self) -> Option<&Gate> {
        match &self.fault {
            Some(Fault::Held(gate)) => Some(gate),
            _ => None,
        }
    }

    /// Does what was asked and answers it, or misbehaves.
    ///
    /// # Errors
    /// When a test wants no answer.
    pub fn answer(self) -> Result<Answer, NoAnswer> {
        let Self { desk, is_get, call, route, fault } = self;
        if let Some(answer) = misbehave(fault.as_ref())? {
            return Ok(finished(desk, answer));
        }
        let answer = route.answer(desk, fault.as_ref(), is_get);
        desk.take_turn(call.as_deref(), Moment::After);
        match fault {
            Some(Fault::AnswerLost) => Err(NoAnswer::Closed),
            Some(Fault::AnswerTooSlow) => Err(NoAnswer::TooLate),
            _ => Ok(finished(desk, answer)),
        }
    }
}

/// Where a request goes.
#[derive(Debug)]
enum Route {
    Health,
    /// A route for JSON that was asked for in another content type, or by GET.
    NotJson(String),
    NotACall(BadBody),
    VersionInfo(Envelope),
    Rpc(Envelope, Result<service::Request, OdooError>),
    XmlRpc(Result<service::Request, OdooError>),
    NotAllowed,
    NotFound,
}

impl Route {
    fn of(asked: &Asked<'_>) -> Self {
        let media_type = asked.header("content-type").split(';').next().unwrap_or_default().trim();
        match asked.path {
            "/web/health" => Self::Health,
            path @ ("/jsonrpc" | "/web/webclient/version_info") if media_type != "application/json" => {
                Self::NotJson(path.to_owned())
            }
            path @ ("/jsonrpc" | "/web/webclient/version_info") => match Envelope::parse(asked.body) {
                Err(bad) => Self::NotACall(bad),
                Ok(envelope) if path == "/jsonrpc" => {
                    let request = envelope.request();
                    Self::Rpc(envelope, request)
                }
                Ok(envelope) => Self::VersionInfo(envelope),
            },
            path => match path.strip_prefix("/xmlrpc/2/") {
                Some(_) if asked.method != "POST" => Self::NotAllowed,
                Some(service) => Self::XmlRpc(xml_rpc::request(service, asked.body)),
                None => Self::NotFound,
            },
        }
    }

    fn seen(&self) -> Option<Call> {
        match self {
            Self::VersionInfo(_) => Some(Call::of("web", "version_info")),
            Self::Rpc(_, Ok(request)) | Self::XmlRpc(Ok(request)) => Some(Call::from(request)),
            _ => None,
        }
    }

    fn answer(self, desk: &Desk, fault: Option<&Fault>, is_get: bool) -> Answer {
        match self {
            Self::Health if is_get => Answer::new(200, "application/json", python::dumps(&json!({"status": "pass"})))
                .with("cache-control", "no-store")
                .with_nosniff(),
            Self::Health | Self::NotFound => {
                Answer::new(404, "text/html;charset=utf-8", page::NOT_FOUND).with_nosniff().with_session()
            }
            Self::NotAllowed => Answer::new(405, HTML, page::status(405)).with("allow", "POST"),
            Self::XmlRpc(request) => {
                let outcome = request.and_then(|request| service::dispatch(&mut desk.data(), fault, &request));
                Answer::new(200, "text/xml; charset=utf-8", xml_rpc::answer(&outcome)).with_nosniff()
            }
            Self::NotJson(path) => Answer::new(400, HTML, page::wrong_type(&path)),
            Self::NotACall(bad) => Answer::new(400, HTML, bad.to_string()).with_nosniff(),
            Self::VersionInfo(envelope) => {
                let outcome = Ok(service::version().into());
                rpc_answer(&envelope.answer(&outcome)).with_nosniff().with_session()
            }
            Self::Rpc(envelope, request) => {
                let outcome = request.and_then(|request| service::dispatch(&mut desk.data(), fault, &request));
                let answer = rpc_answer(&envelope.answer(&outcome));
                if outcome.is_ok() { answer.with_nosniff() } else { answer }
            }
        }
    }
}

/// The answer of a fault that does not get as far as Odoo.
fn misbehave(fault: Option<&Fault>) -> Result<Option<Answer>, NoAnswer> {
    Ok(Some(match fault {
        Some(Fault::NoAnswer) => return Err(NoAnswer::Closed),
        Some(Fault::TooSlow) => return Err(NoAnswer::TooLate),
        Some(Fault::Html) => Answer::new(200, HTML, page::PROXY_LOGIN),
        Some(Fault::Empty) => Answer::new(200, HTML, ""),
        Some(Fault::MalformedJson) => {
            Answer::new(200, JSON, r#"{"jsonrpc": "2.0", "id": 1, "result": [{"id": 14, "na"#)
        }
        Some(Fault::Oversized) => {
            let filler = "x".repeat(OVERSIZED_BODY_BYTES);
            rpc_answer(&json!({"jsonrpc": "2.0", "id": 1, "result": filler}))
        }
        Some(Fault::Redirect(to)) => Answer::of_proxy(302).with("location", to),
        Some(Fault::Status { code, retry_after_s: None }) => Answer::of_proxy(*code),
        Some(Fault::Status { code, retry_after_s: Some(seconds) }) => {
            Answer::of_proxy(*code).with("retry-after", &seconds.to_string())
        }
        _ => return Ok(None),
    }))
}

fn rpc_answer(answer: &Json) -> Answer {
    Answer::new(200, JSON, python::dumps(answer))
}

fn finished(desk: &Desk, answer: Answer) -> Answer {
    let answer = answer.with("server", "Werkzeug/2.2.2 Python/3.11.2");
    if desk.keeps_connections() { answer } else { answer.with("connection", "close") }
}

//! The HTTP side: a request is noted, the test has its turn, and Odoo answers or a fault does.

mod answer;
mod page;
mod route;
pub mod socket;
mod webhook;

use serde_json::json;

pub use answer::{Answer, NoAnswer};
use answer::{HTML, JSON};
pub use route::Offer;
use route::{Route, in_json};

use crate::desk::Desk;
use crate::fault::{Fault, Gate, OVERSIZED_BODY_BYTES};
use crate::journal::Call;
use crate::plan::Moment;

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
        let route = Route::of(desk, asked);
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
            in_json(200, &json!({"jsonrpc": "2.0", "id": 1, "result": filler}))
        }
        Some(Fault::Redirect(to)) => Answer::of_proxy(302).with("location", to),
        Some(Fault::Status { code, retry_after_s: None }) => Answer::of_proxy(*code),
        Some(Fault::Status { code, retry_after_s: Some(seconds) }) => {
            Answer::of_proxy(*code).with("retry-after", &seconds.to_string())
        }
        _ => return Ok(None),
    }))
}

fn finished(desk: &Desk, answer: Answer) -> Answer {
    let answer = answer.with("server", "Werkzeug/2.2.2 Python/3.11.2");
    if desk.keeps_connections() { answer } else { answer.with("connection", "close") }
}

//! Requests to Odoo: a script, or the stand-in.

use odoo_plugin::ports::{HttpClient, HttpError, HttpMethod, HttpRequest, HttpResponse, Timestamp};
use odoo_stand_in::{Desk, NoAnswer};

use super::{LATENCY, Odoo, Reply, World};

/// Where this world's Odoo is.
const ORIGIN: &str = "https://erp.example.com";

impl HttpClient for World {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        if !request.url.starts_with(ORIGIN) {
            return self.serve(request);
        }
        let path = request.url.strip_prefix(ORIGIN).expect("the origin of the settings");
        self.effects.happen(self, || {
            let body = serde_json::from_slice(&request.body).unwrap_or_default();
            self.asked.borrow_mut().push(body);
            let reply = match &self.odoo {
                Odoo::Script(script) => {
                    assert_eq!(path, "/jsonrpc");
                    let reply = script.borrow_mut().pop_front();
                    reply.unwrap_or_else(|| panic!("Odoo was asked too often: {:?}", self.methods()))
                }
                Odoo::Desk(desk) => ask(desk, self.now.get(), request),
            };
            let reply = reply.map(|response| HttpResponse {
                date: self.odoo_ahead.get().map(|ms| Timestamp((self.now.get().0 + ms).div_euclid(1000) * 1000)),
                certificate_end: self.certificate_end.get(),
                ..response
            });
            self.pass(if reply == Err(HttpError::Timeout) { request.timeout } else { LATENCY });
            reply
        })
    }

    fn send_all(&self, requests: &[HttpRequest]) -> Vec<Result<HttpResponse, HttpError>> {
        let start = self.now.get();
        let mut end = start;
        let answers = requests.iter().map(|request| {
            self.now.set(start);
            let answer = self.send(request);
            end = end.max(self.now.get());
            answer
        });
        let answers = answers.collect();
        self.now.set(end);
        answers
    }
}

impl World {
    /// A service answers, by its script.
    fn serve(&self, request: &HttpRequest) -> Reply {
        self.effects.happen(self, || {
            self.sent.borrow_mut().push(request.clone());
            let reply = self.services.borrow_mut().pop_front();
            let reply = reply.unwrap_or_else(|| panic!("a service was asked too often: {}", request.url));
            self.pass(if reply == Err(HttpError::Timeout) { request.timeout } else { LATENCY });
            match reply {
                Ok(answer) if answer.body.len() > request.response_bytes_max => Err(HttpError::TooLarge),
                reply => reply,
            }
        })
    }
}

/// Asks the stand-in.
pub(super) fn ask(desk: &Desk, now: Timestamp, request: &HttpRequest) -> Reply {
    let path = request.url.strip_prefix(ORIGIN).expect("the origin of the settings");
    let method = match request.method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
    };
    let headers: Vec<_> =
        request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    let now = chrono::DateTime::from_timestamp_millis(now.0).expect("a time");
    desk.set_now(now.naive_utc());
    match desk.answer(method, path, &headers, &request.body) {
        Ok(answer) => Ok(HttpResponse {
            status: answer.status,
            location: answer.headers.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone()),
            body: answer.body,
            ..HttpResponse::default()
        }),
        Err(NoAnswer::TooLate) => Err(HttpError::Timeout),
        Err(NoAnswer::Closed) => Err(HttpError::Cut),
    }
}

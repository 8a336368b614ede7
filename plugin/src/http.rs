//! Requests to `/plugins/odoo/…`: pressed buttons and the plugin's own routes.

mod action;
mod api;
mod autocomplete;
pub mod dialog;
mod doorbell;
mod health;
mod hooks;
mod query;
mod reply;
mod route;

pub use reply::Response;

use crate::ports::{Deps, Level};
use reply::Refusal;
use route::Audience;

/// A request from outside, or from the server for a pressed button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Upper case.
    pub method: String,
    /// Below `/plugins/<id>`, starting with `/`.
    pub path: String,
    /// After `?`, as sent; empty if absent.
    pub query: String,
    /// Names in canonical form, such as `Content-Type`.
    pub headers: Vec<(String, String)>,
    /// Whole.
    pub body: Vec<u8>,
    /// The signed-in person; set by the server alone.
    pub user_id: Option<String>,
    /// Of that person's sign-in; empty without one.
    pub session_id: String,
    /// Of the client, by the server's rules for trusted proxies; may be empty.
    pub address: String,
    /// The same in the server's log.
    pub request_id: String,
}

/// Answers one request by the table of routes. What a route does not admit never reaches its code.
pub fn handle(deps: &Deps<'_>, request: &Request) -> Response {
    route::find(request)
        .and_then(|(route, parameters)| match &request.user_id {
            // Programs read what any other route answers.
            Some(user_id) if route.audience == Audience::Person => {
                (route.run)(&deps.for_person(user_id), request, &parameters)
            }
            _ => (route.run)(deps, request, &parameters),
        })
        .unwrap_or_else(|refusal| refuse(deps, request, refusal))
}

fn refuse(deps: &Deps<'_>, request: &Request, refusal: Refusal) -> Response {
    if let Some((code, error)) = refusal.cause() {
        let fields = [("request_id", request.request_id.clone()), ("code", code.to_owned()), ("error", error)];
        deps.log.write(Level::Warn, "A request could not be answered", &fields);
    }
    refusal.into_response(&request.request_id)
}

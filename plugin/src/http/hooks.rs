//! `POST /hooks/v1/{hook}`: events of other systems (requirement 6.1; `docs/events.md` describes it for its users).

use serde_json::json;

use super::Request;
use super::api::is_json;
use super::reply::{Refusal, Response};
use super::route::{Audience, BODY_BYTES_MAX, Parameters, Route};
use crate::hook::{Incoming, Invalid, Refused, receive};
use crate::ports::Deps;
use crate::settings::Settings;

/// Who calls is told by the signature.
pub(super) static ROUTES: &[Route] = &[Route {
    method: "POST",
    path: "/hooks/v1/{hook}",
    audience: Audience::Anybody,
    body_bytes_max: BODY_BYTES_MAX,
    run,
}];

fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let incoming = Incoming {
        hook: parameters.get("hook"),
        headers: &request.headers,
        body: &request.body,
        address: Some(&request.address),
        is_json: is_json(request),
        request_id: &request.request_id,
    };
    let receipt = receive(deps, &Settings::current(deps).settings, &incoming)?;
    let body = json!({
        "accepted": true, "duplicate": receipt.is_duplicate, "id": receipt.id, "ignored": receipt.ignored,
        "warnings": receipt.warnings,
    });
    Ok(Response::json(202, &body))
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unsigned => Self::Unsigned,
            Refused::Malformed(detail) => Self::Malformed(detail),
            Refused::Invalid(Invalid { field, code, detail }) => Self::invalid(&field, code, detail),
            Refused::TooMany { retry_after_seconds } => Self::TooMany { retry_after_seconds },
            Refused::Store(error) => Self::Store(error),
            Refused::Full | Refused::Chat(_) | Refused::Odoo(_) | Refused::Sealed(_) => {
                Self::NotStored(refused.to_string())
            }
        }
    }
}

//! `GET /healthz`: for monitors. It looks at what is known and never asks Odoo.

use serde_json::json;

use super::Request;
use super::reply::{Refusal, Response};
use super::route::{Audience, Parameters, Route};
use crate::odoo::Health;
use crate::ports::Deps;
use crate::settings::{Connection, Settings};

/// Failures in a row that mean more than a hiccup.
const DOWN_FAILURES: u32 = 3;

pub(super) static ROUTES: &[Route] =
    &[Route { method: "GET", path: "/healthz", audience: Audience::Anybody, body_bytes_max: 0, run }];

fn run(deps: &Deps<'_>, _: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let (status, state) = match Settings::current(deps).settings.connection {
        Connection::Missing(_) => (503, "unconfigured"),
        Connection::Account(account) => match Health::of(deps, &account).failures {
            0 => (200, "ok"),
            1..DOWN_FAILURES => (200, "degraded"),
            DOWN_FAILURES.. => (503, "down"),
        },
    };
    Ok(Response::json(status, &json!({"status": state})))
}

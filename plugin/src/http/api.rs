//! The JSON API below `/api/v1` (requirement 14; `docs/api.md` describes it for its users).

mod body;
mod client;
mod status;

use super::route::{Audience, BODY_BYTES_MAX, Parameters, Route};
use super::{Refusal, Request, Response};
use crate::ports::Deps;
use client::Client;

pub(super) static ROUTES: &[Route] = &[get("/api/v1/odoo/status", status::run)];

type Run = fn(&Deps<'_>, &Request, &Parameters<'_>) -> Result<Response, Refusal>;

/// Who calls is found out by the route: a session or a key.
const fn get(path: &'static str, run: Run) -> Route {
    Route { method: "GET", path, audience: Audience::Anybody, body_bytes_max: 0, run }
}

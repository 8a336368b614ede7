//! The JSON API below `/api/v1` (requirement 14; `docs/api.md` describes it for its users).

mod agent;
mod audit;
mod body;
mod channels;
mod client;
mod decide;
mod events;
mod partner;
mod proposals;
mod propose;
mod record;
mod search;
mod shape;
mod status;
mod view;

use super::route::{Audience, BODY_BYTES_MAX, Parameters, Route};
use super::{Refusal, Request, Response};
use crate::ports::Deps;
pub(super) use body::is_json;
use client::Client;

pub(super) static ROUTES: &[Route] = &[
    get("/api/v1/odoo/status", status::run),
    post("/api/v1/odoo/search/partners", search::run::<search::Partners>),
    post("/api/v1/odoo/search/leads", search::run::<search::Leads>),
    post("/api/v1/odoo/search/projects", search::run::<search::Projects>),
    post("/api/v1/odoo/search/tasks", search::run::<search::Tasks>),
    post("/api/v1/odoo/search/activities", search::run::<search::Activities>),
    post("/api/v1/odoo/search/calendar", search::run::<search::Events>),
    get("/api/v1/odoo/partners/{id}", partner::run),
    post("/api/v1/odoo/propose/{kind}", propose::run),
    post("/api/v1/odoo/execute/{id}", decide::execute),
    get("/api/v1/odoo/proposals", proposals::list),
    Route { method: "DELETE", ..get("/api/v1/odoo/proposals/{id}", decide::cancel) },
    post("/api/v1/proposals", propose::any),
    get("/api/v1/proposals/{id}", proposals::show),
    agent::ROUTE,
    get("/api/v1/audit", audit::run),
    get("/api/v1/channels", channels::run),
    get("/api/v1/events/{id}", events::run),
    get("/api/v1/find/{kind}", search::find),
    get("/api/v1/records/{kind}/{id}", record::run),
];

type Run = fn(&Deps<'_>, &Request, &Parameters<'_>) -> Result<Response, Refusal>;

/// Who calls is found out by the route: a session or a key.
const fn get(path: &'static str, run: Run) -> Route {
    Route { method: "GET", path, audience: Audience::Anybody, body_bytes_max: 0, run }
}

const fn post(path: &'static str, run: Run) -> Route {
    Route { method: "POST", path, audience: Audience::Anybody, body_bytes_max: BODY_BYTES_MAX, run }
}

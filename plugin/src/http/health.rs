//! `GET /healthz`: for monitors. It looks at what is known and never asks Odoo.

use serde_json::json;

use super::Request;
use super::reply::{Refusal, Response};
use super::route::{Audience, Parameters, Route};
use crate::jobs::health::{Report, State};
use crate::odoo::Health;
use crate::ports::Deps;
use crate::settings::{self, Settings};

pub(super) static ROUTES: &[Route] =
    &[Route { method: "GET", path: "/healthz", audience: Audience::Anybody, body_bytes_max: 0, run }];

fn run(deps: &Deps<'_>, _: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let state = state(deps);
    let status = if matches!(state, State::Ok | State::Degraded) { 200 } else { 503 };
    Ok(Response::json(status, &json!({"status": state.word()})))
}

/// Anybody may ask, and as often as they like: it is looked up once in so many seconds.
const TOLD_SECONDS: u32 = 5;
const TOLD: &str = "health/told";

fn state(deps: &Deps<'_>) -> State {
    if let Some(state) = deps.cache.get(TOLD).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        return state;
    }
    let state = look(deps);
    deps.cache.set(TOLD, &serde_json::to_vec(&state).unwrap_or_default(), TOLD_SECONDS);
    state
}

/// What the job `health` found for all nodes; before its first run, what this process has seen.
fn look(deps: &Deps<'_>) -> State {
    let settings::Connection::Account(account) = Settings::current(deps).settings.connection else {
        return State::Unconfigured;
    };
    let reported = Report::current(deps).ok().flatten().map(|report| report.state);
    reported
        .filter(|state| *state != State::Unconfigured)
        .unwrap_or_else(|| State::of(Health::of(deps, &account).failures))
}

//! `POST /doorbell/v1/{hook}/{capability}`: Odoo's webhook says "look at this record". Whatever else it says is not read.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::Request;
use super::reply::{Refusal, Response};
use super::route::{Audience, Parameters, Route};
use crate::hook::{self, Count, Hook};
use crate::ports::Deps;
use crate::rate::{RateError, reserve};
use crate::seal::Seal;
use crate::settings::Settings;
use crate::watch;

const BODY_BYTES_MAX: usize = 64 << 10;
const MINUTE: Duration = Duration::from_secs(60);

/// Who calls is told by the capability.
pub(super) static ROUTES: &[Route] = &[Route {
    method: "POST",
    path: "/doorbell/v1/{hook}/{capability}",
    audience: Audience::Anybody,
    body_bytes_max: BODY_BYTES_MAX,
    run,
}];

/// What is read of Odoo's webhook.
#[derive(Deserialize)]
struct Rung {
    #[serde(rename = "_model")]
    model: String,
    #[serde(rename = "_id")]
    id: i64,
}

fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let settings = Settings::current(deps).settings;
    let seal = Seal::of(deps.language, &settings.encryption).map_err(Refusal::NotStored)?;
    let (capability, address) = (parameters.get("capability"), Some(request.address.as_str()));
    let fits = |hook: Option<&Hook>| hook.filter(|hook| hook.is_open_to(address))?.opened_with(deps, &seal, capability);
    let (Some(hook), sender) = hook::fitting(deps, parameters.get("hook"), fits)? else {
        return Err(Refusal::Unsigned);
    };
    let Some(sender) = sender else {
        hook::turn_away(deps, &hook, address, &request.request_id);
        return Err(Refusal::Unsigned);
    };
    hook::note_sender(deps, &hook.name, sender);
    let limit = settings.limits.hook_events_per_minute;
    reserve(deps, &format!("doorbell/{}", hook.name), limit, MINUTE).map_err(|error| match error {
        RateError::TooMany { retry_after_seconds } => Refusal::TooMany { retry_after_seconds },
        RateError::Store(error) => Refusal::Store(error),
    })?;
    let Ok(rung) = serde_json::from_slice::<Rung>(&request.body) else {
        hook::note(deps, &hook.name, Count::Rejected);
        return Err(Refusal::Malformed("Odoo's webhook names the record in `_model` and `_id`."));
    };
    watch::ring(deps, &rung.model, rung.id)?;
    hook::note(deps, &hook.name, Count::Accepted);
    Ok(Response::json(202, &json!({"accepted": true})))
}

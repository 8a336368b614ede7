//! `GET /autocomplete/v1/{list}`: what Mattermost shows while a command is typed. Never an error: an empty list, also for who asks too
//! often. Mattermost asks at every key, and would log an error for each.

use std::time::Duration;

use serde_json::{Value, json};

use super::Request;
use super::query::parameter;
use super::reply::{Refusal, Response};
use super::route::{Audience, Parameters, Route};
use crate::command::{Suggestion, Typing, suggest};
use crate::ports::Deps;
use crate::rate::reserve;
use crate::settings::Settings;

const MINUTE: Duration = Duration::from_secs(60);
/// Keys that count as one read: most of what they ask for is in the memory of the process.
const KEYS_PER_READ: u32 = 10;

pub(super) static ROUTES: &[Route] =
    &[Route { method: "GET", path: "/autocomplete/v1/{list}", audience: Audience::Person, body_bytes_max: 0, run }];

fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let value = |name: &str| parameter(request, name).unwrap_or_default();
    let (input, parsed) = (value("user_input"), value("parsed"));
    let typing = Typing {
        user_id: request.user_id.clone().unwrap_or_default(),
        channel_id: value("channel_id"),
        team_id: value("team_id"),
        text: input.strip_prefix(&parsed).unwrap_or_default().to_owned(),
        before: parsed,
    };
    let limit = Settings::current(deps).settings.limits.reads_per_minute.saturating_mul(KEYS_PER_READ);
    let suggestions = match reserve(deps, &format!("suggest/{}", typing.user_id), limit, MINUTE) {
        Ok(()) => suggest(deps, parameters.get("list"), &typing),
        Err(_) => Vec::new(),
    };
    let item = |Suggestion { item, hint, help }: Suggestion| json!({"Item": item, "Hint": hint, "HelpText": help});
    Ok(Response::json(200, &Value::Array(suggestions.into_iter().map(item).collect())))
}

//! `POST /agent/{postId}/answer`: what the agent has to say to a message that it was sent, later than at once. The signature tells
//! who calls; its event id is the message's, so that an answer counts for no other.

use std::time::Duration;

use serde_json::{Value, json};

use super::is_json;
use crate::event::{self, AcceptError, DeliveryState, Service, Source};
use crate::hook::{Key, Signed};
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::{Audience, Parameters, Route};
use crate::ports::{ChatError, Deps};
use crate::rate::{RateError, reserve};
use crate::settings::Settings;

/// A post holds no more.
const BODY_BYTES_MAX: usize = 64 << 10;
const MINUTE: Duration = Duration::from_secs(60);

pub(super) const ROUTE: Route = Route {
    method: "POST",
    path: "/api/v1/agent/{postId}/answer",
    audience: Audience::Anybody,
    body_bytes_max: BODY_BYTES_MAX,
    run,
};

fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let settings = Settings::current(deps).settings;
    let key = settings.services.agent.as_ref().map(|agent| Key::of(&agent.secret));
    let post_id = parameters.get("postId");
    let signed = Signed::read(&request.headers, deps.clock.now()).ok_or(Refusal::Unsigned)?;
    if !signed.is_of(deps, key.as_ref(), &request.body) || signed.id != post_id {
        return Err(Refusal::Unsigned);
    }
    reserve(deps, "agent-answer", settings.limits.hook_events_per_minute, MINUTE).map_err(|error| match error {
        RateError::TooMany { retry_after_seconds } => Refusal::TooMany { retry_after_seconds },
        RateError::Store(error) => Refusal::Store(error),
    })?;
    let text = text(request)?;
    let question = event::get(deps, &event::key(&Source::Question(Service::Agent), post_id))?;
    // What nobody has sent yet nobody can answer.
    let delivery = question.as_ref().and_then(|question| question.deliveries.first());
    let delivery = delivery.filter(|delivery| delivery.state != DeliveryState::Pending).ok_or(Refusal::NotFound)?;
    let post = deps.chat.post(post_id).map_err(|error| match error {
        ChatError::NotFound => Refusal::Gone("The message was deleted."),
        _ => Refusal::Mattermost,
    })?;
    let accepted = event::answer(deps, Service::Agent, post_id, &delivery.channel_id, post.thread(), text);
    let accepted = accepted.map_err(|error| match error {
        AcceptError::Full => Refusal::NotStored(error.to_string()),
        AcceptError::Store(error) => Refusal::Store(error),
    })?;
    let body = json!({"accepted": true, "duplicate": accepted.is_duplicate, "id": accepted.key});
    Ok(Response::json(202, &body))
}

fn text(request: &Request) -> Result<String, Refusal> {
    if !is_json(request) {
        return Err(Refusal::Malformed("Send JSON, with the header `Content-Type: application/json`."));
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| Refusal::Malformed("The body is not JSON."))?;
    match body["text"].as_str() {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ => Err(Refusal::invalid("text", "required", "The answer has to say something.")),
    }
}

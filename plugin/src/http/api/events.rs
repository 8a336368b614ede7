//! `GET /events/{id}`: how far an event is, for administrators.

use serde_json::{Value, json};

use super::Client;
use crate::access::Action;
use crate::event::{self, Delivery, DeliveryState, Source};
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::Deps;
use crate::text::rfc_3339;

pub(super) fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    Client::reading(deps, request, Action::Outbox)?;
    let id = parameters.get("id");
    let event = event::find(deps, id)?.ok_or(Refusal::NotFound)?;
    let hook = match &event.source {
        Source::Hook(name) => Some(name),
        Source::Odoo | Source::Thread | Source::Question(_) | Source::Answer(_) => None,
    };
    let body = json!({
        "id": id,
        "hook": hook,
        "event_id": event.id,
        "received_at": rfc_3339(event.received_at),
        "state": event.state(),
        "deliveries": event.deliveries.iter().map(delivery).collect::<Vec<_>>(),
    });
    Ok(Response::json(200, &body))
}

fn delivery(delivery: &Delivery) -> Value {
    let mut body = json!({"channel_id": delivery.channel_id, "state": delivery.state.name()});
    match &delivery.state {
        DeliveryState::Sent { post_id } => body["post_id"] = json!(post_id),
        DeliveryState::Failed { tries, next, error } => {
            body["tries"] = json!(tries);
            body["next_at"] = json!(rfc_3339(*next));
            body["error"] = json!(error);
        }
        DeliveryState::Dead { error } => body["error"] = json!(error),
        DeliveryState::Pending | DeliveryState::Posting { .. } | DeliveryState::Dropped => {}
    }
    body
}

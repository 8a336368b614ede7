//! Pressed buttons. The server sends them as the presser, yet with a body that the presser can forge.

pub(super) mod connect;
pub(super) mod document;
pub(super) mod more;
pub(super) mod proposal;
pub(super) mod rule;
pub(super) mod run;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::reply::{Refusal, Response};
use super::route::{Audience, BODY_BYTES_MAX, Route, Run};

pub(super) static ROUTES: &[Route] = &[
    action("/actions/v1/more", more::run),
    action("/actions/v1/proposal", proposal::run),
    action("/actions/v1/rule", rule::run),
    action("/actions/v1/document", document::run),
    action("/actions/v1/run", run::run),
    action("/actions/v1/connect", connect::run),
];

const fn action(path: &'static str, run: Run) -> Route {
    Route { method: "POST", path, audience: Audience::Person, body_bytes_max: BODY_BYTES_MAX, run }
}

/// What the server sends for a pressed button whose context is a `T`.
#[derive(Deserialize)]
struct Pressed<T> {
    post_id: String,
    channel_id: String,
    /// Opens a form within the next 30 s.
    #[serde(default)]
    trigger_id: String,
    context: T,
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<Pressed<T>, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::Malformed("The body is not that of a pressed button."))
}

/// The server looks at the body alone: an empty object is success, a text is shown to the presser.
fn reply(outcome: Result<(), String>) -> Response {
    match outcome {
        Ok(()) => Response::json(200, &json!({})),
        Err(text) => Response::json(200, &json!({"ephemeral_text": text, "skip_slack_parsing": true})),
    }
}

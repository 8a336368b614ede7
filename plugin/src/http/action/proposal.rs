//! `POST /actions/v1/proposal`: a button of a proposal's card.

use serde::Deserialize;

use super::{read, reply};
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::Deps;
use crate::proposal::review::{Pressed, press};

#[derive(Deserialize)]
struct Context {
    /// Sealed by this plugin.
    #[serde(default)]
    t: String,
    /// What was chosen from a menu.
    #[serde(default)]
    selected_option: String,
}

pub(in crate::http) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let body = read::<Context>(&request.body)?;
    let pressed = Pressed {
        user_id: request.user_id.as_deref().unwrap_or_default(),
        post_id: &body.post_id,
        channel_id: &body.channel_id,
        trigger_id: &body.trigger_id,
        selected: &body.context.selected_option,
        sealed: &body.context.t,
        request_id: &request.request_id,
    };
    let text = press(deps, &pressed).unwrap_or_else(|refused| refused.say(deps.language));
    Ok(reply(if text.is_empty() { Ok(()) } else { Err(text) }))
}

//! `POST /actions/v1/rule`: somebody confirms that a rule is made in Odoo.

use serde::Deserialize;

use super::{read, reply};
use crate::command::hook::{self, Confirmed};
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::Deps;

#[derive(Deserialize)]
struct Context {
    /// Sealed for the one who was asked.
    t: String,
}

pub(in crate::http) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let pressed = read::<Context>(&request.body)?;
    let confirmed = Confirmed {
        user_id: request.user_id.clone().unwrap_or_default(),
        message_id: pressed.post_id,
        channel_id: pressed.channel_id,
        request_id: request.request_id.clone(),
    };
    Ok(reply(hook::confirm(deps, &confirmed, &pressed.context.t)))
}

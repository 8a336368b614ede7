//! `POST /actions/v1/run`: a button or menu that stands for a command. It is run as if it were typed.

use super::{read, reply};
use crate::command::Chosen;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::Deps;

pub(in crate::http) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let pressed = read::<Chosen>(&request.body)?;
    if request.user_id.as_ref() != Some(&pressed.context.user_id) {
        return Err(Refusal::Forbidden("This button belongs to somebody else."));
    }
    let outcome = pressed.context.run(deps, &pressed.channel_id, &pressed.trigger_id, &request.request_id);
    Ok(reply(outcome))
}

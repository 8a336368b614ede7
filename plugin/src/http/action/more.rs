//! `POST /actions/v1/more`: the button below a list. Everything is checked again as if the command were typed.

use super::{read, reply};
use crate::command::More;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::Deps;

pub(in crate::http) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let pressed = read::<More>(&request.body)?;
    if request.user_id.as_ref() != Some(&pressed.context.user_id) {
        return Err(Refusal::Forbidden("This button belongs to somebody else."));
    }
    let outcome = pressed.context.show(deps, &pressed.post_id, &pressed.channel_id, &request.request_id);
    Ok(reply(outcome))
}

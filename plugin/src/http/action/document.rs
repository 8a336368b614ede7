//! `POST /actions/v1/document`: *Approve* or *Refuse* on a document that waits. Its presser could type the same.

use serde::Deserialize;

use super::{read, reply};
use crate::approval::{Press, press};
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::odoo::document::Word;
use crate::ports::Deps;

#[derive(Deserialize)]
struct Context {
    rule: String,
    id: i64,
    decision: String,
}

pub(in crate::http) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let pressed = read::<Context>(&request.body)?;
    let word = match pressed.context.decision.as_str() {
        "approve" => Word::Approve,
        "refuse" => Word::Refuse,
        _ => return Err(Refusal::Malformed("The button says neither yes nor no.")),
    };
    let outcome = press(
        deps,
        &Press {
            user_id: request.user_id.as_deref().unwrap_or_default(),
            post_id: &pressed.post_id,
            channel_id: &pressed.channel_id,
            trigger_id: &pressed.trigger_id,
            rule: &pressed.context.rule,
            id: pressed.context.id,
            word,
            request_id: &request.request_id,
        },
    );
    Ok(reply(outcome))
}

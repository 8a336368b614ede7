//! `GET /records/{kind}/{id}`: one record in Odoo's own values.

use serde_json::json;

use super::Client;
use super::shape::Shape;
use crate::access::Action;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::Deps;

pub(super) fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Read)?;
    let shape = Shape::of_kind(parameters.get("kind")).ok_or(Refusal::NotFound)?;
    let id = id(parameters)?;
    let connection = client.connect_in(deps, client.account()?)?;
    let record = shape.record(&connection, id)?.ok_or(Refusal::NotFound)?;
    Ok(Response::json(200, &json!({"model": shape.model, "record": record})))
}

/// What is no id is the id of nothing.
pub(super) fn id(parameters: &Parameters<'_>) -> Result<i64, Refusal> {
    parameters.get("id").parse().ok().filter(|id| *id > 0).ok_or(Refusal::NotFound)
}

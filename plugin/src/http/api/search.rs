//! `POST /odoo/search/…` and `GET /find/{kind}`: records in Odoo's own values.

mod kinds;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::shape::{ROWS, ROWS_MAX, Shape};
use super::{Client, body};
use crate::access::Action;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::http::{Request, query};
use crate::odoo::{Connection, Filter};
use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::text::Zone;
pub(super) use kinds::{Activities, Events, Leads, Partners, Projects, Tasks};

/// What is looked for, as the caller sends it.
pub(super) trait Search: DeserializeOwned {
    const SHAPE: &'static Shape;

    /// Rows at most.
    fn limit(&self) -> Option<u32>;
    /// Which records.
    fn filter(&self, asking: &Asking<'_>) -> Result<Filter, Refusal>;
}

/// Who asks, and whom.
pub(super) struct Asking<'a> {
    pub(super) connection: Connection<'a>,
    pub(super) zone: Zone,
    pub(super) now: Timestamp,
}

/// `{count, partners}` and the like.
pub(super) fn run<T: Search>(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Read)?;
    let rows = rows::<T>(deps, &client, body::read(request)?)?;
    Ok(Response::json(200, &json!({"count": rows.len(), T::SHAPE.plural: rows})))
}

/// `{count, records}`; the parameters of the address are the fields of the search.
pub(super) fn find(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Read)?;
    let fields = fields(request);
    let rows = match parameters.get("kind") {
        "partner" => rows::<Partners>(deps, &client, body::typed(fields)?),
        "lead" => rows::<Leads>(deps, &client, body::typed(fields)?),
        "project" => rows::<Projects>(deps, &client, body::typed(fields)?),
        "task" => rows::<Tasks>(deps, &client, body::typed(fields)?),
        "activity" => rows::<Activities>(deps, &client, body::typed(fields)?),
        "event" => rows::<Events>(deps, &client, body::typed(fields)?),
        _ => Err(Refusal::NotFound),
    }?;
    Ok(Response::json(200, &json!({"count": rows.len(), "records": rows})))
}

fn rows<T: Search>(deps: &Deps<'_>, client: &Client, search: T) -> Result<Vec<Value>, Refusal> {
    let limit = search.limit().unwrap_or(ROWS);
    if !(1..=ROWS_MAX).contains(&limit) {
        return Err(Refusal::invalid("limit", "range", format!("`limit` may be 1 to {ROWS_MAX}.")));
    }
    let connection = client.connect_in(deps, client.account()?)?;
    let asking = Asking { connection, zone: client.zone(), now: deps.clock.now() };
    let filter = search.filter(&asking)?;
    Ok(T::SHAPE.rows(&asking.connection, &filter, limit)?)
}

/// Addresses hold texts only: numbers, lists and switches are told by the name of their field.
fn fields(request: &Request) -> Value {
    let value = |name: &str, text: String| match name {
        "is_company" => text.parse().map_or(Value::String(text), Value::Bool),
        "partner_ids" => text.split(',').map(number).collect(),
        name if name == "limit" || name.ends_with("_id") => number(&text),
        _ => Value::String(text),
    };
    Value::Object(order::filled(query::parameters(request).map(|(name, text)| (name.clone(), value(&name, text)))))
}

fn number(text: &str) -> Value {
    text.trim().parse::<i64>().map_or_else(|_| Value::String(text.into()), Value::from)
}

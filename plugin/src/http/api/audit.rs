//! `GET /audit`: who did what, the latest first.

use serde_json::{Value, json};

use super::Client;
use crate::access::Action;
use crate::audit::{self, Query, Recorded};
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::http::{Request, query};
use crate::ports::{Deps, Timestamp};
use crate::text::{rfc_3339, when};

const ENTRIES: usize = 100;
const ENTRIES_MAX: usize = 500;

/// `?since=&user=&ref=&limit=`
pub(super) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Audit)?;
    let wanted = Query {
        since: since(deps, request, &client)?,
        who: query::parameter(request, "user"),
        reference: query::parameter(request, "ref"),
    };
    let listing = audit::list(deps, &wanted, limit(request)?)?;
    let entries: Vec<_> = listing.entries.iter().map(entry).collect();
    Ok(Response::json(200, &json!({"count": entries.len(), "has_more": listing.has_more, "entries": entries})))
}

fn since(deps: &Deps<'_>, request: &Request, client: &Client) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = query::parameter(request, "since") else { return Ok(None) };
    let since = when(&text, client.zone(), deps.clock.now()).map_err(|_| {
        let detail = "`since` has to be a date or a time such as `2026-12-24` or `2026-12-24T10:00:00Z`.";
        Refusal::invalid("since", "malformed", detail)
    })?;
    Ok(Some(client.zone().from(since)))
}

fn limit(request: &Request) -> Result<usize, Refusal> {
    let Some(text) = query::parameter(request, "limit") else { return Ok(ENTRIES) };
    let limit = text.parse().ok().filter(|limit| (1..=ENTRIES_MAX).contains(limit));
    limit.ok_or_else(|| Refusal::invalid("limit", "range", format!("`limit` may be 1 to {ENTRIES_MAX}.")))
}

fn entry(entry: &Recorded) -> Value {
    json!({
        "number": entry.number,
        "at": rfc_3339(entry.at),
        "user_id": entry.user_id,
        "key_id": entry.key_id,
        "odoo_user_id": entry.odoo_user_id,
        "odoo_key": entry.odoo_key,
        "credential": entry.credential.name(),
        "action": entry.action,
        "object": entry.object,
        "case_id": entry.case_id,
        "digest": entry.digest,
        "outcome": entry.outcome.name(),
        "detail": entry.detail,
        "request_id": entry.request_id,
        "previous_hash": entry.previous.as_ref().map(|previous| &previous.hash),
        "hash": entry.hash,
    })
}

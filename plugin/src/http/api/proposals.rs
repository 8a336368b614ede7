//! `GET /odoo/proposals` and `GET /proposals/{id}`: proposals that the caller may see; what is hidden is not there.

use serde_json::{Value, json};

use super::client::Caller;
use super::{Client, view};
use crate::access::Action;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::http::{Request, query};
use crate::ports::Deps;
use crate::proposal::{Proposal, Proposals, Saved, State};
use crate::store::StoreError;

/// Proposals of one answer.
const LISTED_MAX: usize = 100;
/// Proposals that are looked through for them.
const READ_MAX: usize = 1_000;

/// Those that wait, or those in one state; with `mine=true` the caller's own. Of proposals that came to an end there are only
/// the caller's own lists.
pub(super) fn list(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Ask)?;
    let state = match query::parameter(request, "state") {
        None => State::Pending,
        Some(name) => State::of_name(&name)
            .ok_or_else(|| Refusal::invalid("state", "unknown", "There is no state of that name."))?,
    };
    let is_own_only = query::parameter(request, "mine").is_some_and(|mine| mine == "true") || !state.is_open();
    let mut found: Vec<Value> = Vec::new();
    let mut read = 0;
    let visit = |saved: Saved| -> Result<bool, StoreError> {
        read += 1;
        let proposal = &saved.value;
        if proposal.state == state && (is_own_only || is_visible(deps, &client, proposal)) {
            found.push(view::of(deps, proposal));
        }
        Ok(found.len() < LISTED_MAX && read < READ_MAX)
    };
    let proposals = Proposals::new(deps);
    if is_own_only {
        proposals.each_of(&client.proposer().index_name(), visit)?;
    } else {
        proposals.each_open(visit)?;
    }
    Ok(Response::json(200, &json!({"count": found.len(), "proposals": found})))
}

/// One with all that is known of it, by its id or code.
pub(super) fn show(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Ask)?;
    let proposal = visible(deps, &client, parameters.get("id"))?;
    Ok(Response::json(200, &view::whole(deps, &proposal)))
}

/// The proposal, if the caller may see it.
pub(super) fn visible(deps: &Deps<'_>, client: &Client, id: &str) -> Result<Proposal, Refusal> {
    let proposal = Proposals::new(deps).by_code(id)?.ok_or(Refusal::NotFound)?.value;
    if is_visible(deps, client, &proposal) { Ok(proposal) } else { Err(Refusal::NotFound) }
}

/// Own ones, those whose card is in a channel that the caller may read, and all of them for who manages them. A key sees its own.
fn is_visible(deps: &Deps<'_>, client: &Client, proposal: &Proposal) -> bool {
    if proposal.proposer == client.proposer() || client.may(Action::ManageProposals).is_ok() {
        return true;
    }
    match client.caller {
        Caller::Person | Caller::Tool => {
            deps.chat.may_in_channel(client.user_id(), &proposal.origin.channel_id, "read_channel")
        }
        Caller::Key(_) => false,
    }
}

//! `POST /odoo/execute/{id}` and `DELETE /odoo/proposals/{id}`: a person confirms a proposal; whoever proposed it takes it back.

use serde::Deserialize;
use serde_json::json;

use super::client::Caller;
use super::proposals::visible;
use super::{Client, body, view};
use crate::access::Action;
use crate::audit::{self, Credential, Entry, Outcome};
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::language::Language;
use crate::ports::Deps;
use crate::proposal::execution::{self, Ran};
use crate::proposal::policy::Unfit;
use crate::proposal::review::{self, Decided, Refused, Word};
use crate::proposal::{Proposal, State, Verdict};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    #[serde(default)]
    confirmed: bool,
    digest: Option<String>,
}

/// A person's word that the proposal may run; the last one that is needed runs it.
pub(super) fn execute(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::writing(deps, request, Action::Ask)?;
    let proposal = visible(deps, &client, parameters.get("id"))?;
    let credential = client.credential(deps, request);
    person_only(deps, request, &client, credential, &proposal)?;
    let confirmation: Confirmation = body::read(request)?;
    if !confirmation.confirmed {
        return Err(Refusal::Malformed("`confirmed` has to be true: that is the person's word."));
    }
    let word = Word {
        user_id: client.user_id(),
        verdict: Verdict::Approve,
        reason: "",
        digest: confirmation.digest.as_deref(),
        credential,
        request_id: &request.request_id,
    };
    match review::decide(deps, &client.settings, &proposal.id, &word) {
        Ok(Decided::Ran(Ran::Ended(proposal) | Ran::Idle(proposal))) => came_to(&proposal),
        Ok(Decided::Ran(Ran::Taken(proposal) | Ran::Unfinished(proposal))) => Ok(goes_on(deps, &proposal)),
        Ok(Decided::Waits(proposal) | Decided::Rejected(proposal)) => Ok(goes_on(deps, &proposal)),
        Ok(Decided::Ran(Ran::Nothing)) => Err(Refusal::NotFound),
        Err(Refused::Decided(proposal)) => came_to(&proposal),
        Err(refused) => Err(refusal(deps, &proposal, refused)),
    }
}

/// Takes a proposal back.
pub(super) fn cancel(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::writing(deps, request, Action::Ask)?;
    let proposal = visible(deps, &client, parameters.get("id"))?;
    // Of a key its owner answers for what it proposed itself; that it sees no other proposal was checked just now.
    let cancelled = review::cancel(
        deps,
        &client.settings,
        &proposal.id,
        client.user_id(),
        "",
        client.credential(deps, request),
        &request.request_id,
    );
    match cancelled {
        Ok(proposal) => {
            Ok(Response::json(200, &json!({"status": State::Cancelled.name(), "proposal_id": proposal.id})))
        }
        Err(refused) => Err(refusal(deps, &proposal, refused)),
    }
}

/// Tools never approve or execute; a person's token may, if the administrator says so.
fn person_only(
    deps: &Deps<'_>,
    request: &Request,
    client: &Client,
    credential: Credential,
    proposal: &Proposal,
) -> Result<(), Refusal> {
    let may_token = client.settings.proposals.allow_token_execute;
    let is_person = matches!(client.caller, Caller::Person) && (credential == Credential::Session || may_token);
    if is_person {
        return Ok(());
    }
    let entry = Entry {
        who: client.who(),
        credential,
        action: "proposal.approve",
        object: &proposal.id,
        digest: &proposal.digest,
        case_id: proposal.case_id.as_deref(),
        outcome: Outcome::Refused,
        detail: "person_required",
        request_id: &request.request_id,
    };
    audit::record(deps, &entry);
    Err(Refusal::PersonRequired { permalink: view::permalink(deps, proposal) })
}

/// The stored result of a proposal that has run, also when it is asked for again.
fn came_to(proposal: &Proposal) -> Result<Response, Refusal> {
    match proposal.state {
        State::Done | State::Partial | State::Failed | State::Unknown => {
            Ok(Response::json(200, &execution::result(proposal)))
        }
        _ => Err(state(proposal)),
    }
}

/// It is not at its end: approvals are missing, or another process writes.
fn goes_on(deps: &Deps<'_>, proposal: &Proposal) -> Response {
    let mut body = view::of(deps, proposal);
    body["approvals_missing"] = json!(proposal.policy.missing(&proposal.decisions));
    Response::json(202, &body)
}

fn state(proposal: &Proposal) -> Refusal {
    let detail = Refused::Decided(Box::new(proposal.clone())).say(Language::En);
    Refusal::State { code: "decided", detail }
}

fn refusal(deps: &Deps<'_>, proposal: &Proposal, refused: Refused) -> Refusal {
    let detail = refused.say(Language::En);
    match refused {
        Refused::Nothing => Refusal::NotFound,
        Refused::Decided(proposal) => state(&proposal),
        Refused::Expired(_) => Refusal::Gone("The proposal has expired: nobody decided in time."),
        Refused::Different => Refusal::State { code: "digest", detail },
        Refused::Frozen(_) => Refusal::State { code: "frozen", detail },
        Refused::Policy(Unfit::Machine) => Refusal::PersonRequired { permalink: view::permalink(deps, proposal) },
        Refused::Policy(_) | Refused::Elsewhere | Refused::Right(_) | Refused::Stranger(_) => Refusal::Denied(detail),
        // Buttons have posts and seals, requests do not.
        Refused::Post | Refused::Seal | Refused::Person => Refusal::Mattermost,
        Refused::Store(error) => Refusal::Store(error),
    }
}

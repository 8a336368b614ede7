//! `POST /odoo/propose/…` and `POST /proposals`: what programs ask for goes the way of everything that is asked for.

use serde_json::Value;

use super::client::Caller;
use super::{Client, body, view};
use crate::access::Action;
use crate::audit::{self, Entry};
use crate::bot;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::identity::{self, Identity};
use crate::order;
use crate::ports::{ChatError, Deps, Level};
use crate::proposal::{self, Candidate, Draft, Origin, Proposal, ProposeError, review};

const NO_CHANNEL: &str = "This key has no channel for cards: make one with `--channel`.";

/// Kinds by the last part of the path.
const KINDS: [(&str, &str); 6] = [
    ("partner", "partner"),
    ("lead", "lead"),
    ("project", "project"),
    ("tasks", "tasks"),
    ("activity", "activity"),
    ("calendar-event", "event"),
];

/// `POST /odoo/propose/{kind}`
pub(super) fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::writing(deps, request, Action::Propose)?;
    let kind = KINDS.into_iter().find(|(path, _)| *path == parameters.get("kind"));
    let (_, kind) = kind.ok_or(Refusal::NotFound)?;
    propose(deps, request, &client, kind, body::object(request)?, None)
}

/// `POST /proposals`: a draft with its kind and, for a person, the channel of the card.
pub(super) fn any(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::writing(deps, request, Action::Propose)?;
    let mut draft = body::object(request)?;
    let mut take = |name: &str| draft.as_object_mut().and_then(|fields| fields.remove(name));
    let kind = text("kind", take("kind"))?.ok_or_else(|| Refusal::invalid("kind", "required", "`kind` is missing."))?;
    let channel_id = text("channel_id", take("channel_id"))?;
    propose(deps, request, &client, &kind, draft, channel_id)
}

fn propose(
    deps: &Deps<'_>,
    request: &Request,
    client: &Client,
    kind: &str,
    draft: Value,
    channel_id: Option<String>,
) -> Result<Response, Refusal> {
    let draft = Draft::parse(kind, draft)?;
    let identity = writer(deps, client)?;
    let origin = origin(deps, client, channel_id)?;
    let proposed = proposal::Request { proposer: client.proposer(), origin, draft, supersedes: None, undoes: None };
    let proposal = proposal::propose(deps, &client.settings, &identity.account, &proposed).map_err(|error| {
        let own = if let ProposeError::Odoo(error) = &error { identity.own_trouble(deps, error) } else { None };
        own.map_or_else(|| error.into(), Refusal::Denied)
    })?;
    record(deps, request, client, &proposal);
    let proposal = review::proposed(deps, &client.settings, proposal, &request.request_id);
    Ok(Response::json(200, &view::of(deps, &proposal)))
}

/// The account that would write it.
fn writer(deps: &Deps<'_>, client: &Client) -> Result<Identity, Refusal> {
    let service = client.account()?;
    match client.caller {
        Caller::Person => identity::writer(deps, &client.settings, service, client.user_id()).map_err(Refusal::Denied),
        Caller::Tool | Caller::Key(_) => Ok(identity::reader(service)),
    }
}

/// The card of a person or an account goes where they say, else to their direct messages; that of a key where its maker
/// said.
fn origin(deps: &Deps<'_>, client: &Client, channel_id: Option<String>) -> Result<Origin, Refusal> {
    let channel = match (&client.caller, channel_id) {
        (Caller::Key(key), wished) => {
            let of_key = key.channel_id.as_ref().ok_or_else(|| Refusal::Denied(NO_CHANNEL.into()))?;
            if wished.is_some_and(|wished| wished != *of_key) {
                return Err(Refusal::invalid(
                    "channel_id",
                    "forbidden",
                    "The cards of this key go to its own channel.",
                ));
            }
            deps.chat.channel(of_key)
        }
        (Caller::Person | Caller::Tool, Some(channel_id)) => deps.chat.channel(&channel_id),
        (Caller::Person | Caller::Tool, None) => {
            bot::id(deps).and_then(|bot| deps.chat.direct_channel(&bot, client.user_id()))
        }
    };
    let channel = channel.map_err(|error| no_channel(deps, &error))?;
    Ok(Origin { team_id: channel.team_id, channel_id: channel.id, way: "api".into(), ..Origin::default() })
}

fn no_channel(deps: &Deps<'_>, error: &ChatError) -> Refusal {
    if *error != ChatError::NotFound {
        deps.log.write(Level::Warn, "The channel of a card could not be looked up", &[("error", error.to_string())]);
    }
    Refusal::invalid("channel_id", "unknown", "There is no such channel, or you may not write in it.")
}

fn record(deps: &Deps<'_>, request: &Request, client: &Client, proposal: &Proposal) {
    let entry = Entry {
        who: client.who(),
        credential: client.credential(deps, request),
        action: "proposal.propose",
        object: &proposal.id,
        digest: &proposal.digest,
        case_id: proposal.case_id.as_deref(),
        request_id: &request.request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
}

fn text(field: &str, value: Option<Value>) -> Result<Option<String>, Refusal> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::invalid(field, "malformed", format!("`{field}` is not of the right type."))),
    }
}

impl From<ProposeError> for Refusal {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::Invalid { code: "forbidden", text, .. } => Self::Denied(text),
            ProposeError::Invalid { field, code, text } => Self::Invalid { field, code, detail: text, more: None },
            ProposeError::Several { field, text, candidates } => Self::Invalid {
                field: Some(field),
                code: "several",
                detail: text,
                more: Some(("candidates", candidates.iter().map(candidate).collect())),
            },
            ProposeError::Odoo(error) => error.into(),
            ProposeError::Store(error) => error.into(),
        }
    }
}

fn candidate(candidate: &Candidate) -> Value {
    Value::Object(order::filled([
        ("model".to_owned(), candidate.model.into()),
        ("id".to_owned(), candidate.id.into()),
        ("name".to_owned(), candidate.name.clone().into()),
        ("detail".to_owned(), candidate.detail.clone().into()),
    ]))
}

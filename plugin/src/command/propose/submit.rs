//! Values become a proposal, whether they come from a command or from a form.

use super::kind::Kind;
use super::values::Values;
use crate::audit::{self, Credential, Entry, Who};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::identity;
use crate::language;
use crate::ports::{Deps, Level};
use crate::proposal::{Candidate, Draft, Origin, Proposal, ProposeError, Proposer, Request, propose, review};
use crate::rate::{self, RateError};
use crate::say;

/// How it came.
pub(super) struct Asked {
    /// `command` or `dialog`.
    pub(super) way: &'static str,
    /// The proposal that is edited.
    pub(super) supersedes: Option<String>,
}

/// Why there is no proposal, in words.
#[derive(Debug)]
pub(super) enum Problem {
    /// With one entry.
    Entry(&'static str, String),
    /// With the whole.
    Whole(String),
    /// One of these has to be chosen.
    Choose { entry: Option<&'static str>, text: String, candidates: Vec<Candidate> },
}

/// Proposes as the caller, in the channel and thread of the call.
pub(super) fn submit(
    deps: &Deps<'_>,
    call: &Call,
    caller: &Caller,
    kind: &Kind,
    values: &Values,
    asked: &Asked,
) -> Result<Proposal, Problem> {
    let settings = &caller.current.settings;
    let service = caller.account(deps).map_err(Problem::Whole)?;
    let identity = identity::writer(deps, settings, service, &caller.person.id).map_err(Problem::Whole)?;
    let request = Request {
        proposer: Proposer::Person { user_id: caller.person.id.clone() },
        origin: Origin {
            team_id: call.team_id.clone(),
            channel_id: call.channel_id.clone(),
            root_id: call.root_id.clone(),
            way: asked.way.into(),
            ..Origin::default()
        },
        draft: Draft::parse(kind.draft, kind.document(values)).map_err(|error| in_words(deps, call, kind, error))?,
        supersedes: asked.supersedes.clone(),
        undoes: None,
    };
    rate::admit(deps, &settings.limits, rate::Kind::Write, &caller.person.id)
        .map_err(|error| too_often(deps, call, error))?;
    match propose(deps, settings, &identity.account, &request) {
        Ok(proposal) => {
            let entry = Entry {
                who: Who::from(&proposal.proposer),
                credential: Credential::Session,
                action: "proposal.propose",
                object: &proposal.id,
                digest: &proposal.digest,
                case_id: proposal.case_id.as_deref(),
                request_id: &call.request_id,
                ..Entry::default()
            };
            audit::record(deps, &entry);
            Ok(review::proposed(deps, settings, proposal, &call.request_id))
        }
        Err(ProposeError::Odoo(error)) => {
            let of_service = caller.explain(deps, call, &identity.account, &error);
            Err(Problem::Whole(identity.own_trouble(deps, &error).unwrap_or(of_service)))
        }
        Err(error) => Err(in_words(deps, call, kind, error)),
    }
}

fn too_often(deps: &Deps<'_>, call: &Call, error: RateError) -> Problem {
    match error {
        RateError::TooMany { retry_after_seconds } => Problem::Whole(say!(
            deps.language,
            "That was too often. Try again in {seconds} seconds.",
            seconds = retry_after_seconds
        )),
        RateError::Store(error) => store(deps, call, &error.to_string()),
    }
}

fn store(deps: &Deps<'_>, call: &Call, error: &str) -> Problem {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_owned())];
    deps.log.write(Level::Error, "A proposal could not be kept", &fields);
    Problem::Whole(language::no_store(deps, &call.request_id))
}

fn in_words(deps: &Deps<'_>, call: &Call, kind: &Kind, error: ProposeError) -> Problem {
    match error {
        ProposeError::Invalid { field, text, .. } => match field.as_deref().and_then(|field| kind.entry(field)) {
            Some(entry) => Problem::Entry(entry, text),
            None => Problem::Whole(text),
        },
        ProposeError::Several { field, text, candidates } => {
            Problem::Choose { entry: kind.entry(&field), text, candidates }
        }
        error @ (ProposeError::Odoo(_) | ProposeError::Store(_)) => store(deps, call, &error.to_string()),
    }
}

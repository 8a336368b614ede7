//! `POST /dialogs/v1/{callback}`: submitted forms. The server names the submitter; everything else can be forged.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Request;
use super::reply::{Refusal, Response};
use super::route::{Audience, BODY_BYTES_MAX, Parameters, Route};
use crate::command::{connect, files, propose, quick};
use crate::order;
use crate::ports::Deps;
use crate::proposal::review;

pub(super) static ROUTES: &[Route] = &[Route {
    method: "POST",
    path: "/dialogs/v1/{callback}",
    audience: Audience::Person,
    body_bytes_max: BODY_BYTES_MAX,
    run,
}];

/// Who takes the submissions of a form.
type Submit = fn(&Deps<'_>, &Submission) -> Result<(), Rejection>;

/// All forms, by the callback id that their [`url`] ends with.
static FORMS: &[(&str, Submit)] = &[
    (connect::FORM, connect::submit),
    (files::COPY_FORM, files::receive),
    (propose::FORM, propose::receive),
    (propose::MESSAGE_FORM, propose::receive_message),
    (propose::FILES_FORM, propose::receive_files),
    (quick::FORM, quick::receive),
    (review::FORM, review::submit),
];

/// A form as somebody filled it in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// Who, as the server says.
    pub user_id: String,
    /// Where the form was opened, as the client says.
    pub channel_id: String,
    /// In which team, as the client says.
    pub team_id: String,
    /// What the form was opened with, as the client says: seal what must not be changed.
    pub state: String,
    /// The same in the server's log.
    pub request_id: String,
    values: Map<String, Value>,
}

/// Why a submission is not taken. The form stays open and shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// At these entries, by name.
    Entries(Vec<(String, String)>),
    /// As a whole.
    Form(String),
}

impl Submission {
    /// The text of an entry without the space around it; empty if it was left empty.
    #[must_use]
    pub fn text(&self, entry: &str) -> &str {
        self.values.get(entry).and_then(Value::as_str).unwrap_or_default().trim()
    }

    /// The names of all checkboxes that are set.
    pub fn set(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str).filter(|name| self.flag(name))
    }

    /// Whether a checkbox is set.
    #[must_use]
    pub fn flag(&self, entry: &str) -> bool {
        match self.values.get(entry) {
            Some(Value::Bool(value)) => *value,
            Some(Value::String(text)) => text == "true",
            _ => false,
        }
    }
}

impl Rejection {
    /// Of one entry.
    #[must_use]
    pub fn entry(name: &str, text: impl Into<String>) -> Self {
        Self::Entries(vec![(name.to_owned(), text.into())])
    }
}

impl From<String> for Rejection {
    fn from(text: String) -> Self {
        Self::Form(text)
    }
}

/// Where the submissions of a form go.
#[must_use]
pub fn url(deps: &Deps<'_>, callback: &str) -> String {
    format!("/plugins/{}/dialogs/v1/{callback}", deps.config.server().plugin_id)
}

/// What the server sends.
#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    channel_id: String,
    #[serde(default)]
    team_id: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    cancelled: bool,
    submission: Option<Map<String, Value>>,
}

fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let callback = parameters.get("callback");
    let (_, submit) = FORMS.iter().find(|(name, _)| *name == callback).ok_or(Refusal::NotFound)?;
    let malformed = || Refusal::Malformed("The body is not that of a submitted form.");
    let body: Body = serde_json::from_slice(&request.body).map_err(|_| malformed())?;
    if body.cancelled {
        return Ok(Response::json(200, &json!({})));
    }
    let submission = Submission {
        user_id: request.user_id.clone().unwrap_or_default(),
        channel_id: body.channel_id,
        team_id: body.team_id,
        state: body.state,
        request_id: request.request_id.clone(),
        values: body.submission.ok_or_else(malformed)?,
    };
    Ok(reply(submit(deps, &submission)))
}

fn reply(outcome: Result<(), Rejection>) -> Response {
    let body = match outcome {
        Ok(()) => json!({}),
        Err(Rejection::Form(text)) => json!({"error": text}),
        Err(Rejection::Entries(entries)) => {
            let errors: Map<_, _> = order::filled(entries.into_iter().map(|(name, text)| (name, Value::from(text))));
            json!({"errors": errors})
        }
    };
    Response::json(200, &body)
}

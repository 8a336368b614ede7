//! A message of a person for a service that answers it (requirement 8.2): sent signed, and its answer kept before it is posted. A
//! service may get the same message again, with the same id, when nobody lived to hear its answer; people see one answer.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::show::{ShowError, Try};
use super::{AcceptError, Accepted, Answer, Content, Delivery, Event, Source, accept, get, key as key_of};
use crate::bot;
use crate::hook::Key;
use crate::ports::{Deps, HttpError, HttpMethod, HttpRequest, HttpResponse, Level, Message};
use crate::say;
use crate::settings::Secret;
use crate::text;

/// For one whole exchange. The claim of a delivery lasts longer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Of an answer; a post holds no more.
const ANSWER_BYTES_MAX: usize = 64 << 10;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// `AgentGatewayURL`.
    Agent,
    /// `CommandEndpointURL`.
    CommandEndpoint,
}

/// What is sent, and whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// To whom.
    pub service: Service,
    /// A JSON object.
    pub body: Value,
    /// Who wrote it.
    pub user_id: String,
    /// The thread that the answer belongs in.
    pub root_id: String,
}

impl Service {
    /// As administrators read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => text!("the agent gateway"),
            Self::CommandEndpoint => text!("the command endpoint"),
        }
    }

    /// A part of keys.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::CommandEndpoint => "endpoint",
        }
    }
}

/// Asks, and keeps what comes back; returns the message that was sent.
pub(super) fn ask(attempt: &Try<'_>, question: &Question) -> Result<String, ShowError> {
    let (deps, id, services) = (attempt.deps, &attempt.event.id, &attempt.settings.services);
    let off = || ShowError::Final(format!("{} is switched off", question.service.name()));
    let (url, secret): (&String, &Secret) = match question.service {
        Service::Agent => services.agent.as_ref().map(|agent| (&agent.url, &agent.secret)),
        Service::CommandEndpoint => services.endpoint.as_ref().map(|endpoint| (&endpoint.url, &endpoint.secret)),
    }
    .ok_or_else(off)?;
    // Somebody heard the answer and did not live to say so, or it came the other way round.
    if attempt.is_uncertain
        && let Some(answer) = get(deps, &key_of(&Source::Answer(question.service), id))?
    {
        // They may have died before it was queued.
        accept(deps, &answer)?;
        return Ok(id.clone());
    }
    let key = Key::of(secret);
    let mut body = question.body.clone();
    if question.service == Service::CommandEndpoint {
        body["token"] = json!(key.token());
    }
    let body = body.to_string().into_bytes();
    let request = HttpRequest {
        method: HttpMethod::Post,
        url: url.clone(),
        headers: key.headers(deps.clock.now(), id, &body).into(),
        body,
        timeout: TIMEOUT,
        response_bytes_max: ANSWER_BYTES_MAX,
    };
    let said = said(&deps.http.send(&request).map_err(failed)?)?;
    if let Some(text) = said {
        answer(deps, question.service, id, &attempt.delivery().channel_id, &question.root_id, text)?;
    }
    Ok(id.clone())
}

/// Keeps the answer to the message `post_id`, unless there is one already, and lets it be posted.
///
/// # Errors
/// See [`AcceptError`].
pub fn answer(
    deps: &Deps<'_>,
    service: Service,
    post_id: &str,
    channel_id: &str,
    root_id: &str,
    text: String,
) -> Result<Accepted, AcceptError> {
    let event = Event {
        id: post_id.to_owned(),
        source: Source::Answer(service),
        received_at: deps.clock.now(),
        content: Some(Content::Answer(Answer { root_id: root_id.to_owned(), text })),
        subject: format!("thread/{root_id}"),
        deliveries: vec![Delivery::to(channel_id)],
        touch: None,
        request_id: post_id.to_owned(),
    };
    accept(deps, &event)
}

/// Nobody tries any more: who asked is told, if they look.
pub(super) fn give_up(deps: &Deps<'_>, event: &Event) {
    let Some(Content::Question(question)) = &event.content else { return };
    let Some(delivery) = event.deliveries.first() else { return };
    let told = bot::id(deps).and_then(|author_id| {
        let message = Message {
            created_at: deps.clock.now(),
            author_id,
            channel_id: delivery.channel_id.clone(),
            root_id: question.root_id.clone(),
            text: say!(
                deps.for_person(&question.user_id).language,
                "Nobody answers your message: the service behind it does not take it. An administrator hears of it."
            ),
            ..Message::default()
        };
        deps.chat.send_ephemeral(&question.user_id, &message)
    });
    if let Err(error) = told {
        let fields = [("event", event.id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Info, "Who asked could not be told that there is no answer", &fields);
    }
}

/// What a service answered; none if it answers later, or never.
fn said(response: &HttpResponse) -> Result<Option<String>, ShowError> {
    match response.status {
        200..=299 => {}
        // It may take it in a moment.
        status @ (408 | 425 | 429 | 500..) => {
            return Err(ShowError::Service(format!("it answered with status {status}")));
        }
        status => return Err(ShowError::Final(format!("it refused with status {status}"))),
    }
    if response.body.trim_ascii().is_empty() {
        return Ok(None);
    }
    match serde_json::from_slice::<Value>(&response.body) {
        Ok(Value::Object(body)) => {
            let text = body.get("text").and_then(Value::as_str).unwrap_or_default();
            Ok((!text.trim().is_empty()).then(|| text.to_owned()))
        }
        // The page of a proxy in front of it.
        _ => Err(ShowError::Service("its answer is no JSON object".into())),
    }
}

fn failed(error: HttpError) -> ShowError {
    match error {
        // The next answer would be as large, and the settings are the same in the next try.
        HttpError::TooLarge => ShowError::Final(format!("its answer exceeds {} KiB", ANSWER_BYTES_MAX >> 10)),
        HttpError::Denied(_) => ShowError::Final(error.to_string()),
        error => ShowError::Service(error.to_string()),
    }
}

impl From<AcceptError> for ShowError {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::Store(error) => Self::Store(error),
            AcceptError::Full => Self::Service(error.to_string()),
        }
    }
}

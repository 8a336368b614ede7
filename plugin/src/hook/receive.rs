//! One request to a hook: who signed it, how often, what it says, where it goes; then it is stored, and only then answered.

use std::time::Duration;

use serde_json::Value;

use super::shape::{Shaped, shape};
use super::target::resolve;
use super::{Count, Hook, Invalid, Kind, Said, Signed, body, fitting, note, note_sender, record};
use crate::event::{self, AcceptError, Accepted, Delivery, Event, Notice, Source};
use crate::module::{self, Bound};
use crate::ports::{ChatError, Deps, Level};
use crate::rate::{RateError, reserve};
use crate::seal::Seal;
use crate::settings::{Connection, Settings};
use crate::store::StoreError;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The hook that its address names.
    pub hook: &'a str,
    /// All of them.
    pub headers: &'a [(String, String)],
    /// Its bytes: the signature is over them.
    pub body: &'a [u8],
    /// Of its sender, as the server tells it; none of a request that the plugin makes itself.
    pub address: Option<&'a str>,
    /// Whether its sender says that it is JSON.
    pub is_json: bool,
    /// The same in the server's log.
    pub request_id: &'a str,
}

/// An event is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Names it in `trace` and in the API.
    pub id: String,
    /// It was stored before; nothing happens a second time.
    pub is_duplicate: bool,
    /// Paths of fields that mean nothing here.
    pub ignored: Vec<String>,
    /// What its sender should do better.
    pub warnings: Vec<String>,
}

/// Why an event is not stored.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No signature, a wrong or an old one, or no such hook: nobody is told which.
    #[error("nobody known signed it")]
    Unsigned,
    /// It is no JSON object.
    #[error("{0}")]
    Malformed(&'static str),
    /// A field does not fit.
    #[error("{}", .0.detail)]
    Invalid(Invalid),
    /// It was too often.
    #[error("too often, try again in {retry_after_seconds} s")]
    TooMany {
        /// Until the next event may come.
        retry_after_seconds: u32,
    },
    /// Too much is waiting to be delivered.
    #[error("too many events wait to be delivered")]
    Full,
    /// It may be stored, or not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Mattermost did not say where it goes.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// Odoo could not be asked, or refuses; a sentence.
    #[error("{0}")]
    Odoo(String),
    /// Secrets cannot be opened: an administrator has to do something.
    #[error("{0}")]
    Sealed(String),
}

/// Takes an event.
///
/// # Errors
/// See [`Refused`].
pub fn receive(deps: &Deps<'_>, settings: &Settings, incoming: &Incoming<'_>) -> Result<Receipt, Refused> {
    let seal = Seal::of(deps.language, &settings.encryption).map_err(Refused::Sealed)?;
    let signed = Signed::read(incoming.headers, deps.clock.now());
    let (hook, sender) = fitting(deps, incoming.hook, |hook| {
        let sender = signed.as_ref()?.sender(deps, &seal, hook, incoming.body);
        sender.filter(|_| hook.is_some_and(|hook| hook.is_open_to(incoming.address)))
    })?;
    match (hook, signed, sender) {
        (Some(hook), Some(signed), Some(sender)) => {
            note_sender(deps, &hook.name, sender);
            let receipt = take(deps, settings, &hook, signed.id, incoming);
            let count = match &receipt {
                Ok(Receipt { is_duplicate: true, .. }) => Some(Count::Duplicate),
                Ok(_) => Some(Count::Accepted),
                Err(Refused::Store(_) | Refused::Chat(_) | Refused::Odoo(_) | Refused::Full) => None,
                Err(_) => Some(Count::Rejected),
            };
            count.into_iter().for_each(|count| note(deps, &hook.name, count));
            receipt
        }
        (Some(hook), ..) => {
            if hook.is_open_to(incoming.address)
                && let Err(error) = hook.key(&seal)
            {
                return Err(Refused::Sealed(format!("the secret of hook {}: {error}", hook.name)));
            }
            turn_away(deps, &hook, incoming.address, incoming.request_id);
            Err(Refused::Unsigned)
        }
        _ => Err(Refused::Unsigned),
    }
}

/// Counts a request whose sender learns nothing; the log says why, without the address.
pub fn turn_away(deps: &Deps<'_>, hook: &Hook, address: Option<&str>, request_id: &str) {
    let why = match hook.is_open_to(address) {
        true => "A request to a hook was not signed as it has to be",
        false => "A request to a hook came from an address that is not on its list",
    };
    note(deps, &hook.name, Count::Rejected);
    let fields = [("hook", hook.name.clone()), ("request_id", request_id.to_owned())];
    deps.log.write(Level::Info, why, &fields);
}

fn take(
    deps: &Deps<'_>,
    settings: &Settings,
    hook: &Hook,
    id: &str,
    incoming: &Incoming<'_>,
) -> Result<Receipt, Refused> {
    reserve(deps, &format!("hook/{}", hook.name), settings.limits.hook_events_per_minute, MINUTE)?;
    if !incoming.is_json {
        return Err(Refused::Malformed("Send JSON, with the header `Content-Type: application/json`."));
    }
    let document = match serde_json::from_slice(incoming.body) {
        Ok(document @ Value::Object(_)) => document,
        Ok(_) => return Err(Refused::Malformed("The body has to be a JSON object.")),
        Err(_) => return Err(Refused::Malformed("The body is not JSON.")),
    };
    let is_record = document["type"] == record::TYPE;
    if !hook.kinds.contains(if is_record { &Kind::Record } else { &Kind::Notify }) {
        let detail = "`type` is no type of event that this hook takes.".to_owned();
        return Err(Refused::Invalid(Invalid { field: "type".into(), code: "unknown", detail }));
    }
    if is_record {
        return record::take(deps, settings, hook, id, &document, incoming.request_id);
    }
    let odoo = match &settings.connection {
        Connection::Account(account) => Some(&account.address),
        Connection::Missing(_) => None,
    };
    let mut said = body::read(&document, odoo, hook.has_names).map_err(Refused::Invalid)?;
    let shaped = match module::of(deps, settings, Bound::Hook(&hook.name))? {
        Some(module) => match event::get(deps, &event::key(&Source::Hook(hook.name.clone()), id))? {
            // It went through a module already: what came of that stands, and may still have to be queued.
            Some(known) => return Ok(receipt(event::accept(deps, &known)?, said)),
            None => shape(deps, settings, hook, &module, &mut said)?,
        },
        None => Shaped::default(),
    };
    let deliveries = if shaped.is_dropped() { Vec::new() } else { deliveries(deps, settings, hook, &mut said)? };
    let accepted = event::accept(deps, &told(deps, hook, incoming, id, &said, shaped, deliveries))?;
    Ok(receipt(accepted, said))
}

fn receipt(accepted: Accepted, said: Said) -> Receipt {
    Receipt { id: accepted.key, is_duplicate: accepted.is_duplicate, ignored: said.ignored, warnings: said.warnings }
}

/// Where it is shown, if at all.
fn deliveries(deps: &Deps<'_>, settings: &Settings, hook: &Hook, said: &mut Said) -> Result<Vec<Delivery>, Refused> {
    if said.notice.severity < hook.severity_min {
        said.warnings.push("It is not shown: its severity is below that of the hook.".into());
        return Ok(Vec::new());
    }
    if hook.has_only_failures && said.is_success {
        said.warnings.push("It is not shown: the hook shows failures only.".into());
        return Ok(Vec::new());
    }
    let delivery = match resolve(deps, settings, hook, &said.wanted)? {
        Ok(delivery) => delivery,
        Err(why) => {
            said.warnings.push(format!("It is kept and not shown: {why}. An administrator decides."));
            return Ok(vec![Delivery::nowhere(why)]);
        }
    };
    if let Some(limit) = hook.shown_per_hour_max {
        reserve(deps, &format!("hook-hour/{}", hook.name), limit, HOUR)?;
    }
    Ok(vec![Delivery { face: said.face.take(), ..delivery }])
}

fn told(
    deps: &Deps<'_>,
    hook: &Hook,
    incoming: &Incoming<'_>,
    id: &str,
    said: &Said,
    shaped: Shaped,
    deliveries: Vec<Delivery>,
) -> Event {
    let notice = &said.notice;
    // A thread begins with its first message, and a record is told of in order.
    let subject = match (notice.thread_key.as_str(), said.record.as_str()) {
        ("", "") => format!("hook/{}/event/{id}", hook.name),
        ("", record) => record.to_owned(),
        (thread_key, _) => format!("hook/{}/thread/{thread_key}", hook.name),
    };
    let footer = [hook.name.as_str(), &notice.footer].into_iter().filter(|part| !part.is_empty());
    let notice = Notice { footer: footer.collect::<Vec<_>>().join(" · "), ..notice.clone() };
    Event {
        id: id.to_owned(),
        source: Source::Hook(hook.name.clone()),
        received_at: deps.clock.now(),
        touch: shaped.touch.clone(),
        request_id: incoming.request_id.to_owned(),
        content: (!deliveries.is_empty()).then(|| shaped.content(notice)),
        subject,
        deliveries,
    }
}

impl From<AcceptError> for Refused {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::Full => Self::Full,
            AcceptError::Store(error) => Self::Store(error),
        }
    }
}

impl From<RateError> for Refused {
    fn from(error: RateError) -> Self {
        match error {
            RateError::TooMany { retry_after_seconds } => Self::TooMany { retry_after_seconds },
            RateError::Store(error) => Self::Store(error),
        }
    }
}

//! Events from Odoo and other senders: stored before they are answered for, delivered once, in order per subject
//! (requirements 6.1, 7.10, 7.11, 12.1).
//!
//! `ev/<key>` is an event with the state of each of its deliveries. `q/<n>` is one of [`LANES`] queues that say what is still to
//! be done: all events about one subject go through one lane, and one node works on a lane at a time. An event costs four calls
//! of the store from acceptance to the erased text, however many are stored.

mod accept;
mod answer;
mod attached;
mod brought;
mod bulletin;
mod dead;
mod deliver;
mod delivery;
mod drawn;
mod face;
mod lane;
mod notice;
mod outbox;
mod pace;
mod question;
mod queues;
mod record;
mod root;
mod show;
mod subject;
mod whole;
mod work;

pub use accept::{AcceptError, Accepted, accept};
pub use answer::Answer;
pub use attached::Attached;
pub use brought::Parcel;
pub use bulletin::{Acts, Bulletin, Entry, Phase, Section};
pub use delivery::{Delivery, State as DeliveryState};
pub use drawn::message;
pub use face::Face;
pub(crate) use notice::TEXT_RUNES_MAX;
pub use notice::{Field, Notice, Severity};
pub use outbox::{DeadLetters, Retried, dead_letters, drop, retry, waiting};
pub use question::{Question, Service, answer};
pub use queues::{Queues, queues, waiting_about};
pub use record::{Difference, News, Said, has_card};
pub use work::{JOBS, decline, work};

use std::fmt::Display;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::mirror;
use crate::module::Drawn;
use crate::ports::{Deps, Timestamp};
use crate::store::{Copy, Store, StoreError, Stored};
use crate::text::hexadecimal;

/// Queues, and with them the events that can be worked on at the same time.
pub const LANES: u32 = 8;
/// Further ones, for what waits for a service to answer: nothing that is to be shown waits behind it.
pub const QUESTION_LANES: u32 = 4;
/// For how long an event is remembered: a sender that repeats its id within this time is told so.
pub const KEPT_SECONDS: u32 = 7 * 24 * 3600;

/// How long a process believes its own copy of an event.
const COPY_SECONDS: u32 = 60;

/// What happened, where it is to be shown, and how far that is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The sender's, unique for this sender.
    pub id: String,
    /// Who sent it.
    pub source: Source,
    /// When it was stored.
    pub received_at: Timestamp,
    /// What it says; none once everything is delivered.
    pub content: Option<Content>,
    /// What it is about: events with the same subject are delivered one after the other.
    pub subject: String,
    /// One for each channel.
    pub deliveries: Vec<Delivery>,
    /// What a module did to it; none if it did not come by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch: Option<Touch>,
    /// The request that it came with, the same in the server's log; empty if a job saw it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
}

/// What a module did to an event before it was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// Its name.
    pub module: String,
    /// What it did.
    pub what: What,
}

/// What a module did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It said how the event is shown.
    Shaped,
    /// It said that nobody is to see it.
    Dropped,
    /// It failed, and the event is shown as if it were not there; why, foreign.
    Failed(String),
}

/// Who sent an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The hook of that name.
    Hook(String),
    /// This plugin, which saw a change in Odoo.
    Odoo,
    /// Somebody who wrote a message for a service; its id is that of the message.
    Question(Service),
    /// A service that answered one; its id is that of the message.
    Answer(Service),
    /// People, who wrote below the card of a record.
    Thread,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A message of its own.
    Notice(Notice),
    /// A record of Odoo that is different from before.
    Record(News),
    /// What somebody wrote below the card of a record, which goes to Odoo.
    Note(mirror::Note),
    /// Several records of Odoo in one message.
    Bulletin(Bulletin),
    /// A message for a service.
    Question(Question),
    /// What a service says to a message.
    Answer(Answer),
    /// What a module made of either.
    Drawn(Drawn),
    /// Files of a record that somebody brings into a channel.
    Parcel(Parcel),
}

impl Stored for Event {
    const VERSION: u32 = 1;
}

/// Where an event of this sender is kept, without `ev/`: 32 hexadecimal digits.
#[must_use]
pub fn key(source: &Source, id: &str) -> String {
    let word = source.word();
    let sender = match source {
        Source::Hook(name) => format!("{word}/{name}"),
        Source::Question(service) | Source::Answer(service) => format!("{word}/{}", service.word()),
        Source::Odoo | Source::Thread => word.to_owned(),
    };
    digest(&[&sender, id])
}

impl Source {
    /// Which kind of sender it is.
    fn word(&self) -> &'static str {
        match self {
            Self::Hook(_) => "hook",
            Self::Odoo => "odoo",
            Self::Question(_) => "question",
            Self::Answer(_) => "answer",
            Self::Thread => "thread",
        }
    }
}

impl Event {
    /// Whether nothing is left to be done.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.deliveries.iter().all(|delivery| delivery.state.is_settled())
    }

    /// Whether an administrator has to decide.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.deliveries.iter().any(|delivery| matches!(delivery.state, DeliveryState::Dead { .. }))
    }

    /// Whether it is shown without the module that is meant for it.
    #[must_use]
    pub fn has_failed_module(&self) -> bool {
        matches!(self.touch, Some(Touch { what: What::Failed(_), .. }))
    }

    /// How far it is as a whole, for people and for the API.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.is_dead() {
            "dead"
        } else if self.is_settled() {
            "done"
        } else if self.deliveries.iter().all(|delivery| delivery.state == DeliveryState::Pending) {
            "accepted"
        } else {
            "processing"
        }
    }

    /// What a line in the log says of it.
    fn log_fields(&self, key: &str, error: &impl Display) -> Vec<(&'static str, String)> {
        let request = Some(("request_id", self.request_id.clone())).filter(|(_, id)| !id.is_empty());
        [("event", key.to_owned()), ("error", error.to_string())].into_iter().chain(request).collect()
    }

    /// With another state of one delivery; the text goes when everybody has it, and stays for dead letters.
    fn with(&self, number: usize, state: DeliveryState) -> Self {
        let mut event = self.clone();
        if let Some(delivery) = event.deliveries.get_mut(number) {
            delivery.state = state;
        }
        if event.deliveries.iter().all(|delivery| matches!(delivery.state, DeliveryState::Sent { .. })) {
            event.content = None;
        }
        event
    }
}

/// The event that is kept there.
///
/// # Errors
/// See [`StoreError`].
pub fn get(deps: &Deps<'_>, key: &str) -> Result<Option<Event>, StoreError> {
    Ok(Store::new(deps.kv).get(&place(key))?.map(|read| read.value))
}

/// The same for a text that somebody typed: what cannot be a key is the key of nothing.
///
/// # Errors
/// See [`StoreError`].
pub fn find(deps: &Deps<'_>, text: &str) -> Result<Option<Event>, StoreError> {
    let is_key = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if is_key { get(deps, text) } else { Ok(None) }
}

/// Whoever stores an event works on it next, most of the time.
fn copy<'a>(deps: &Deps<'a>) -> Copy<'a> {
    Copy { cache: deps.cache, seconds: COPY_SECONDS }
}

fn place(key: &str) -> String {
    format!("ev/{key}")
}

/// The same parts give the same 32 digits, other parts others.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps `ab`, `c` and `a`, `bc` apart.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize()[..16])
}

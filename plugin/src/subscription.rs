//! Subscriptions: which events of Odoo's records a channel reads (requirements 7.1, 7.4). All of one model are one value under
//! `sub/<model>`, so that one read tells who wants to hear of a record.

mod barrier;
mod condition;
mod kept;
mod wants;
mod words;

pub use barrier::{Barrier, may_deliver, may_tell, reader};
pub use condition::{Condition, On, Place};
pub use kept::{Added, MODEL_MAX, add, all, find, models, of_model, remove};
pub use wants::WhyNot;
pub use words::{EVENTS, event, word};

use serde::{Deserialize, Serialize};

use crate::event::Severity;
use crate::ports::Timestamp;
use crate::watch::Kind;

/// A rule that sends events of a model's records to a channel. It survives whoever made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Six characters, see [`crate::ids::code`].
    pub id: String,
    /// Odoo's name of the model, one of [`crate::watch::WATCHED`].
    pub model: String,
    /// Where its events are told.
    pub channel_id: String,
    /// Of the channel; empty for direct and group messages.
    pub team_id: String,
    /// Who made it: a user id.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// What has to happen to a record, one of these.
    pub events: Vec<Kind>,
    /// What the record has to be; all of it.
    #[serde(default, skip_serializing_if = "Filters::is_empty")]
    pub filters: Filters,
    /// Whose own changes are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_by: Option<Actor>,
    /// How events look in the channel.
    #[serde(default)]
    pub mode: Mode,
    /// Messages of one hour; what is more is summed up.
    pub max_per_hour: u32,
    /// Whether it calls whoever is responsible by name, as far as the setting allows that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mentions: bool,
    /// The first message of the thread that it is told in; empty for the channel itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root_id: String,
    /// Whether files of messages are copied; otherwise they are links.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copies_files: bool,
}

/// What a record has to be for a subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// Records that it has to refer to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Its priority at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_min: Option<u32>,
    /// How urgent at least, by its priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity_min: Option<Severity>,
    /// Its expected revenue or total at least, in whole units of its currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_min: Option<u32>,
}

/// A user of Odoo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// In `res.users`; people may share a name.
    pub id: i64,
    /// What they were called when the subscription was made; foreign text.
    pub name: String,
}

/// How events look in a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One card a record, with its changes in the card's thread.
    #[default]
    Cards,
    /// One line an event.
    Lines,
    /// As cards, and what people write below them becomes internal notes on the record.
    Notes,
}

impl Filters {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

//! Signed hooks: named addresses at which other systems tell what happened (requirement 6.1).
//!
//! `hook/<name>` is a hook with its sealed secrets, `hook/<name>/use` what came of it so far. A hook is bound to a team and to
//! channels, whose ids are looked up once, when it is made: what a channel is called later changes nothing.

mod body;
mod doorbell;
mod receive;
mod record;
mod rule;
mod secret;
mod shape;
mod signature;
mod sources;
mod store;
mod target;
mod usage;

pub use body::{Invalid, PRESETS, Preset, Said, Wanted, bus_events, read};
pub use receive::{Incoming, Receipt, Refused, receive, turn_away};
pub use rule::{RuleError, Ruled, rule, rule_name, rules_of};
pub use secret::Key;
pub use signature::{Sender, Signed};
pub use sources::{NETWORKS_MAX, SourceError, Sources};
pub use store::{HookError, Made, all, create, fitting, forget, get, reseal, rotate, rotate_back};
pub use store::{set_disabled, set_sources};
pub use target::{default_channel, fallback};
pub use usage::{Count, Usage, flush, note, note_sender, usage};

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::event::Severity;
use crate::ports::Timestamp;
use crate::store::Stored;

/// How long the secret before the current one is taken after a rotation.
pub const PREVIOUS_KEPT: Duration = Duration::from_secs(24 * 3600);

/// A hook as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// In its address; see [`crate::ids::name`].
    pub name: String,
    /// Who made it.
    pub owner_id: String,
    /// The team of its channels.
    pub team_id: String,
    /// Where it may write.
    pub channels: Vec<Target>,
    /// Whether it may write direct messages to members of its team.
    pub has_members: bool,
    /// One of its channels, for events that name none.
    pub default_channel_id: Option<String>,
    /// What it may do.
    pub kinds: Vec<Kind>,
    /// Events below are taken and not shown.
    pub severity_min: Severity,
    /// Events that are shown within an hour.
    pub shown_per_hour_max: Option<u32>,
    /// Whether reports of success are taken and not shown.
    pub has_only_failures: bool,
    /// Whether its senders choose the name and picture above their messages.
    #[serde(default)]
    pub has_names: bool,
    /// From where both of its routes take requests.
    #[serde(default, skip_serializing_if = "Sources::is_anywhere")]
    pub sources: Sources,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it takes nothing at present.
    pub is_disabled: bool,
    /// What senders sign with, sealed.
    pub secret: String,
    /// Since when.
    pub secret_since: Timestamp,
    /// What they signed with before.
    pub previous: Option<Previous>,
    /// Of the list of all hooks.
    bucket: u64,
}

/// A channel of a hook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its id.
    pub id: String,
    /// In its address when the hook was made: senders go on naming it so.
    pub name: String,
}

/// A secret that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Sealed.
    pub secret: String,
    /// It counts for nothing from then on.
    pub until: Timestamp,
}

/// What a hook may do with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Show it in a channel.
    Notify,
    /// Make a proposal of it.
    Record,
}

/// What a hook is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// See [`Hook::name`].
    pub name: String,
    /// See [`Hook::owner_id`].
    pub owner_id: String,
    /// See [`Hook::team_id`].
    pub team_id: String,
    /// See [`Hook::channels`].
    pub channels: Vec<Target>,
    /// See [`Hook::has_members`].
    pub has_members: bool,
    /// See [`Hook::default_channel_id`].
    pub default_channel_id: Option<String>,
    /// See [`Hook::kinds`].
    pub kinds: Vec<Kind>,
    /// See [`Hook::severity_min`].
    pub severity_min: Severity,
    /// See [`Hook::shown_per_hour_max`].
    pub shown_per_hour_max: Option<u32>,
    /// See [`Hook::has_only_failures`].
    pub has_only_failures: bool,
    /// See [`Hook::has_names`].
    pub has_names: bool,
    /// See [`Hook::sources`].
    pub sources: Sources,
}

impl Stored for Hook {
    const VERSION: u32 = 1;
}

impl Kind {
    /// As it is typed and shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Notify => "notify",
            Self::Record => "record",
        }
    }
}

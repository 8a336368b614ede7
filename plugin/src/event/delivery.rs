//! One event in one channel: claim, look, post, mark. Whoever dies when, it is shown once.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Face;
use crate::ports::Timestamp;

/// How long one process alone may show it; every call ends sooner.
pub(super) const CLAIM: Duration = Duration::from_secs(60);
/// Longer than a try takes, for which the component is given 30 s, also for a node whose clock is ahead by a quarter of a minute.
pub(super) const TRY: Duration = Duration::from_secs(45);
/// Then it is dead, and an administrator decides.
const TRIES_MAX: u32 = 12;
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LAST_WAIT: Duration = Duration::from_secs(3600);
/// Of the wait, up or down, so that what failed together does not come back together.
const JITTER_PERCENT: u64 = 20;

/// An event in a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Where; empty where it was wanted in no channel that its sender may write to.
    pub channel_id: String,
    /// A record is told in one line, without a card.
    #[serde(default)]
    pub is_line: bool,
    /// The record's card is brought up to date, and nothing is told: whoever reads the channel knows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_silent: bool,
    /// The first message of the thread that it is told in; empty where it has a card, or a place of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root_id: String,
    /// What people write below the record's card becomes notes on the record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_mirrored: bool,
    /// Files are copied; otherwise they are links.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copies_files: bool,
    /// The one person who reads it there, and in whose language it is; empty for a channel.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reader_id: String,
    /// People who are called by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<String>,
    /// How its sender shows itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<Face>,
    /// How far it is.
    pub state: State,
}

/// How far a delivery is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has tried.
    Pending,
    /// Somebody tries, or died trying.
    Posting {
        /// Whose try it is.
        token: String,
        /// Then it is over.
        until: Timestamp,
        /// This one included.
        tries: u32,
    },
    /// Nobody can see it yet.
    Failed {
        /// So far.
        tries: u32,
        /// When it is tried again.
        next: Timestamp,
        /// For administrators.
        error: String,
    },
    /// It is there.
    Sent {
        /// The message.
        post_id: String,
    },
    /// Not tried any more, until an administrator says so.
    Dead {
        /// For administrators.
        error: String,
    },
    /// An administrator gave it up.
    Dropped,
}

impl Delivery {
    /// To be made.
    #[must_use]
    pub fn to(channel_id: &str) -> Self {
        Self {
            channel_id: channel_id.to_owned(),
            is_line: false,
            is_silent: false,
            is_mirrored: false,
            root_id: String::new(),
            copies_files: false,
            reader_id: String::new(),
            mentions: Vec::new(),
            face: None,
            state: State::Pending,
        }
    }

    /// Wanted where its sender may not write: an administrator decides.
    #[must_use]
    pub fn nowhere(error: &str) -> Self {
        Self { state: State::Dead { error: error.to_owned() }, ..Self::to("") }
    }
}

impl State {
    /// Whether nothing is left to be done.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Sent { .. } | Self::Dead { .. } | Self::Dropped)
    }

    /// The word for people and for the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Posting { .. } => "posting",
            Self::Failed { .. } => "failed",
            Self::Sent { .. } => "sent",
            Self::Dead { .. } => "dead",
            Self::Dropped => "dropped",
        }
    }

    /// When something can be done about it; none if nothing is left.
    pub(super) fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Pending => Some(Timestamp(0)),
            Self::Posting { until, .. } => Some(*until),
            Self::Failed { next, .. } => Some(*next),
            Self::Sent { .. } | Self::Dead { .. } | Self::Dropped => None,
        }
    }

    /// Whether it may be there already, although nobody knows.
    pub(super) fn is_uncertain(&self) -> bool {
        matches!(self, Self::Posting { .. } | Self::Failed { .. })
    }

    pub(super) fn tries(&self) -> u32 {
        match self {
            Self::Posting { tries, .. } | Self::Failed { tries, .. } => *tries,
            _ => 0,
        }
    }

    /// After a try that failed; `random` is any number.
    pub(super) fn after_failure(tries: u32, error: String, now: Timestamp, random: u64) -> Self {
        if tries >= TRIES_MAX {
            return Self::Dead { error };
        }
        Self::Failed { tries, next: now.after(wait(tries, random)), error }
    }
}

/// 1 s, 2 s, 4 s … 1 h.
fn wait(tries: u32, random: u64) -> Duration {
    let wait = FIRST_WAIT.saturating_mul(1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX)).min(LAST_WAIT);
    let percent = 100 - JITTER_PERCENT + random % (2 * JITTER_PERCENT + 1);
    wait * u32::try_from(percent).unwrap_or(100) / 100
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{State, wait};
    use crate::ports::Timestamp;

    #[test]
    fn waits_double_up_to_an_hour_and_differ_by_a_fifth() {
        let seconds = |tries| wait(tries, 20).as_secs();
        assert_eq!(
            (1..=14).map(seconds).collect::<Vec<_>>(),
            [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]
        );
        assert_eq!((wait(1, 0), wait(1, 40)), (Duration::from_millis(800), Duration::from_millis(1200)));
    }

    #[test]
    fn the_twelfth_failure_is_the_last() {
        let after = |tries| State::after_failure(tries, "no".into(), Timestamp(0), 20);
        assert_eq!(after(11), State::Failed { tries: 11, next: Timestamp(1_024_000), error: "no".into() });
        assert_eq!(after(12), State::Dead { error: "no".into() });
    }
}

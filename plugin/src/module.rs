//! Extension modules: an administrator's own small programs that make something else of an event before it is stored
//! (requirement 19). They see one event at a time and never a proposal.
//!
//! `mod/list` says which modules there are and what they are bound to, `mod/<sha256>/<n>` is a piece of a module's code: a value
//! holds at most 256 KiB, and a file in Mattermost would be gone with the message that brought it.

mod input;
mod reply;
mod run;
mod store;
mod tell;

pub use input::{of_news, of_notice, sample};
pub use reply::{Drawn, Reply};
pub use run::{FAILURES_MAX, of, run, transform};
pub use store::{Added, CODE_BYTES_MAX, MODULES_MAX, add, all, change, get, is_kept, remove, unbind};
pub use tell::tell;

use serde::{Deserialize, Serialize};

use crate::ports::Timestamp;

/// A module as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// See [`crate::ids::name`].
    pub name: String,
    /// Of its code, in hexadecimal.
    pub sha256: String,
    /// Of its code.
    pub bytes: usize,
    /// Who added it.
    pub owner_id: String,
    /// When.
    pub added_at: Timestamp,
    /// Names of hooks whose events it gets.
    pub hooks: Vec<String>,
    /// Ids of subscriptions whose events it gets.
    pub subscriptions: Vec<String>,
    /// Why it gets nothing at present; none if it does.
    pub off: Option<Off>,
    /// In a row.
    #[serde(default)]
    pub failures: u32,
    /// When it was switched off because of them, until administrators have been told.
    #[serde(default)]
    pub untold_since: Option<Timestamp>,
}

/// Why a module gets nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// An administrator said so.
    Disabled,
    /// It failed so often that it was switched off; the last reason.
    Failed(String),
}

/// What a module is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound<'a> {
    /// The hook of that name.
    Hook(&'a str),
    /// The subscription with that id.
    Subscription(&'a str),
}

impl Module {
    /// It gets events from now on, as if it had never failed.
    pub fn enable(&mut self) {
        (self.off, self.failures, self.untold_since) = (None, 0, None);
    }

    /// Whether it gets the events of this one.
    #[must_use]
    pub fn is_bound(&self, bound: Bound<'_>) -> bool {
        match bound {
            Bound::Hook(name) => self.hooks.iter().any(|known| known == name),
            Bound::Subscription(id) => self.subscriptions.iter().any(|known| known == id),
        }
    }
}

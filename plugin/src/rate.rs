//! How often somebody may do something (requirements 14 and 17.1): counted in the key-value store, so that it holds across nodes.
//!
//! A minute begins with the first call in it. That costs one small write per call and no clock that nodes would have to share
//! more closely than by seconds; two bursts may meet at the end of a minute, which Odoo survives.

mod reserved;

pub use reserved::reserve;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ports::{Deps, Timestamp};
use crate::settings::Limits;
use crate::store::{Change, Store, StoreError, Stored};

const MINUTE: Duration = Duration::from_secs(60);
const KEPT_SECONDS: u32 = 120;
/// Each of them makes Odoo check a key, which takes it 0.4 s.
const CONNECTS_PER_MINUTE: u32 = 5;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Searches and lists: `ReadsPerMinute`.
    Read,
    /// Proposals and decisions: `WritesPerMinute`.
    Write,
    /// Keys that are tried out in `/odoo connect`.
    Connect,
}

/// Why somebody has to wait.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// It was too often.
    #[error("too often, try again in {retry_after_seconds} s")]
    TooMany {
        /// Until the next call may come.
        retry_after_seconds: u32,
    },
    /// The count is unknown.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One minute of one caller.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Window {
    start: Timestamp,
    count: u32,
}

impl Stored for Window {
    const VERSION: u32 = 1;
}

/// Counts a call of a person or a key, by its id, and lets it pass, or says how long to wait.
///
/// # Errors
/// See [`RateError`].
pub fn admit(deps: &Deps<'_>, limits: &Limits, kind: Kind, caller_id: &str) -> Result<(), RateError> {
    let (name, limit) = match kind {
        Kind::Read => ("read", limits.reads_per_minute),
        Kind::Write => ("write", limits.writes_per_minute),
        Kind::Connect => ("connect", CONNECTS_PER_MINUTE),
    };
    let now = deps.clock.now();
    let key = format!("rate/{name}/{caller_id}");
    let counted = Store::new(deps.kv).update(&key, Some(KEPT_SECONDS), |window: Option<&Window>| {
        // A window that starts later than now is of a node whose clock is ahead; it counts as well.
        match window.filter(|window| now.since(window.start) < MINUTE) {
            None => Change::Put(Window { start: now, count: 1 }, None),
            Some(window) if window.count < limit => Change::Put(Window { count: window.count + 1, ..*window }, None),
            Some(window) => Change::Keep(Some(MINUTE - now.since(window.start))),
        }
    });
    match counted {
        Ok(None) => Ok(()),
        Ok(Some(wait)) => Err(RateError::TooMany { retry_after_seconds: seconds(wait) }),
        // Who calls so often that counting fails has called too often.
        Err(StoreError::Contended { .. }) => Err(RateError::TooMany { retry_after_seconds: 1 }),
        Err(error) => Err(error.into()),
    }
}

fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}

//! Counts that cost no call of the store for most of what is counted: each process reserves some of a window's calls in the store
//! and hands them out from its memory. Together the nodes never let more pass than the limit; one that is idle may keep a few of
//! them from the others until the window ends.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{RateError, seconds};
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Copy, Store, StoreError, Stored};

/// So many times a process asks the store in one window when it is the only one.
const RESERVATIONS: u32 = 12;
const RESERVED_MAX: u32 = 50;

/// What was reserved in one window.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Reserved {
    window: i64,
    count: u32,
}

impl Stored for Reserved {
    const VERSION: u32 = 1;
}

/// Counts something under a name and lets it pass, or says how long to wait. Windows begin at multiples of their length.
///
/// # Errors
/// See [`RateError`].
pub fn reserve(deps: &Deps<'_>, name: &str, limit: u32, window: Duration) -> Result<(), RateError> {
    let now = deps.clock.now();
    let length = i64::try_from(window.as_millis()).unwrap_or(i64::MAX).max(1);
    let (number, end) = (now.0.div_euclid(length), Timestamp((now.0.div_euclid(length) + 1).saturating_mul(length)));
    let kept_seconds = u32::try_from(window.as_secs()).unwrap_or(u32::MAX).saturating_mul(2);
    let place = |what: &str| format!("rate/{name}/{number}/{what}");
    let (used, granted) = (place("used"), place("granted"));
    let position = deps.cache.add(&used, 1, kept_seconds);
    loop {
        if position <= deps.cache.add(&granted, 0, kept_seconds) {
            return Ok(());
        }
        let more = match more(deps, name, limit, number, kept_seconds) {
            Ok(0) => {
                deps.cache.add(&used, -1, kept_seconds);
                return Err(RateError::TooMany { retry_after_seconds: seconds(end.since(now)) });
            }
            Ok(more) => more,
            Err(error) => {
                deps.cache.add(&used, -1, kept_seconds);
                return Err(error.into());
            }
        };
        deps.cache.add(&granted, more.into(), kept_seconds);
    }
}

/// Reserves some more of the window; 0 if nothing is left.
fn more(deps: &Deps<'_>, name: &str, limit: u32, window: i64, kept_seconds: u32) -> Result<u32, StoreError> {
    let wanted = (limit / RESERVATIONS).clamp(1, RESERVED_MAX);
    let copy = Copy { cache: deps.cache, seconds: kept_seconds };
    let key = format!("rate/{name}");
    Store::new(deps.kv).update_copied(&copy, &key, Some(kept_seconds), |reserved: Option<&Reserved>| {
        // A window that is later than this node's is of a node whose clock is ahead; it counts as well.
        let current = reserved.filter(|reserved| reserved.window >= window).copied();
        let current = current.unwrap_or(Reserved { window, count: 0 });
        let taken = wanted.min(limit.saturating_sub(current.count));
        if taken == 0 {
            return Change::Keep(0);
        }
        Change::Put(Reserved { count: current.count + taken, ..current }, taken)
    })
}

//! What came of a hook: counted in the memory of each process, and written to the store by a job, so that an event costs nothing
//! for it. A process that dies takes the counts of a few seconds with it.

use serde::{Deserialize, Serialize};

use super::Sender;
use super::store::names;
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// The job writes sooner.
const KEPT_SECONDS: u32 = 24 * 3600;
/// Counts of all hooks that nobody has written.
const PENDING: &str = "hook-use";

/// What a hook was used for: `hook/<name>/use`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Events that were stored.
    pub accepted: u64,
    /// Requests with a wrong signature, a body that says nothing, or too many of them.
    pub rejected: u64,
    /// Events that were stored before.
    pub duplicates: u64,
    /// When the current secret was used last.
    pub current_at: Option<Timestamp>,
    /// When the one before was used last.
    pub previous_at: Option<Timestamp>,
}

impl Stored for Usage {
    const VERSION: u32 = 1;
}

/// One thing that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// An event that was stored.
    Accepted,
    /// A request that was refused.
    Rejected,
    /// An event that was stored before.
    Duplicate,
}

impl Usage {
    /// When an event came in last.
    #[must_use]
    pub fn used_at(&self) -> Option<Timestamp> {
        self.current_at.max(self.previous_at)
    }
}

impl Count {
    const ALL: [Self; 3] = [Self::Accepted, Self::Rejected, Self::Duplicate];

    fn place(self, name: &str) -> String {
        let word = match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Duplicate => "duplicates",
        };
        format!("{PENDING}/{name}/{word}")
    }
}

/// Counts something.
pub fn note(deps: &Deps<'_>, name: &str, count: Count) {
    deps.cache.add(&count.place(name), 1, KEPT_SECONDS);
    deps.cache.add(PENDING, 1, KEPT_SECONDS);
    if count == Count::Rejected {
        deps.monitor.count("odoo_events_total", &[("source", "hook"), ("outcome", "rejected")]);
    }
}

/// Remembers which secret a sender has.
pub fn note_sender(deps: &Deps<'_>, name: &str, sender: Sender) {
    let is_previous = sender == Sender::Previous;
    let now = deps.clock.now().0.to_string();
    deps.cache.set(&time_place(name, is_previous), now.as_bytes(), KEPT_SECONDS);
}

/// What came of a hook, as far as it is written.
///
/// # Errors
/// See [`StoreError`].
pub fn usage(deps: &Deps<'_>, name: &str) -> Result<Usage, StoreError> {
    Ok(Store::new(deps.kv).get::<Usage>(&place(name))?.map(|read| read.value).unwrap_or_default())
}

/// Writes what this process counted.
///
/// # Errors
/// See [`StoreError`]; what is not written is kept.
pub fn flush(deps: &Deps<'_>) -> Result<(), StoreError> {
    let pending = deps.cache.add(PENDING, 0, KEPT_SECONDS);
    if pending == 0 {
        return Ok(());
    }
    for name in names(deps)? {
        flush_one(deps, &name)?;
    }
    deps.cache.add(PENDING, -pending, KEPT_SECONDS);
    Ok(())
}

/// Forgets what came of a hook that is no more.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn forget(deps: &Deps<'_>, name: &str) -> Result<(), StoreError> {
    for count in Count::ALL {
        deps.cache.delete(&count.place(name));
    }
    for is_previous in [false, true] {
        deps.cache.delete(&time_place(name, is_previous));
    }
    Store::new(deps.kv).delete_if(&place(name), |_: &Usage| true)
}

fn flush_one(deps: &Deps<'_>, name: &str) -> Result<(), StoreError> {
    let sums = Count::ALL.map(|count| deps.cache.add(&count.place(name), 0, KEPT_SECONDS));
    if sums.iter().all(|sum| *sum == 0) {
        return Ok(());
    }
    // Taken before they are written: two calls at once would write them twice.
    for (count, sum) in Count::ALL.into_iter().zip(sums) {
        deps.cache.add(&count.place(name), -sum, KEPT_SECONDS);
    }
    let [accepted, rejected, duplicates] = sums.map(|sum| u64::try_from(sum).unwrap_or(0));
    let times = [false, true].map(|is_previous| time(deps, name, is_previous));
    let written = Store::new(deps.kv).update(&place(name), None, |usage: Option<&Usage>| {
        let usage = usage.cloned().unwrap_or_default();
        let usage = Usage {
            accepted: usage.accepted + accepted,
            rejected: usage.rejected + rejected,
            duplicates: usage.duplicates + duplicates,
            current_at: usage.current_at.max(times[0]),
            previous_at: usage.previous_at.max(times[1]),
        };
        Change::Put(usage, ())
    });
    if written.is_err() {
        for (count, sum) in Count::ALL.into_iter().zip(sums) {
            deps.cache.add(&count.place(name), sum, KEPT_SECONDS);
        }
    }
    written
}

fn time(deps: &Deps<'_>, name: &str, is_previous: bool) -> Option<Timestamp> {
    let text = String::from_utf8(deps.cache.get(&time_place(name, is_previous))?).ok()?;
    text.parse().ok().map(Timestamp)
}

fn time_place(name: &str, is_previous: bool) -> String {
    format!("{PENDING}/{name}/{}", if is_previous { "previous-at" } else { "current-at" })
}

fn place(name: &str) -> String {
    format!("hook/{name}/use")
}

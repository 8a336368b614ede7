//! The server's clock, which a test may own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time in milliseconds since 1970-01-01T00:00:00Z; clones share it.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Where a stopped clock stands; `None` follows the system's clock.
    stopped_at_ms: Option<i64>,
    advanced_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's own time.
    pub fn system() -> Self {
        Self { stopped_at_ms: None, advanced_ms: Arc::default() }
    }

    /// A clock that moves only by [`Clock::advance`].
    pub fn stopped_at(ms: i64) -> Self {
        Self { stopped_at_ms: Some(ms), advanced_ms: Arc::default() }
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        let base = self.stopped_at_ms.unwrap_or_else(system_ms);
        base + self.advanced_ms.load(Ordering::SeqCst)
    }

    /// Lets time pass for every clone, also for a clock that follows the system's.
    pub fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.advanced_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

fn system_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| i64::try_from(age.as_millis()).unwrap_or(i64::MAX))
}

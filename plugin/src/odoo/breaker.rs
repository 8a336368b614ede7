use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ports::{Cache, Timestamp};

/// Failures in a row before Odoo is left alone.
const FAILURES_MAX: u32 = 5;
/// Until one call may try again.
const REST: Duration = Duration::from_secs(30);
const KEPT_SECONDS: u32 = 24 * 3600;

/// Leaves a failing Odoo alone: opens after 5 failures in a row, then one trial every 30 s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Breaker {
    /// In a row.
    pub(super) failures: u32,
    /// Nobody asks before.
    rests_until: Timestamp,
}

impl Breaker {
    /// As the calls before left it.
    pub(super) fn load(cache: &dyn Cache, key: &str) -> Self {
        cache.get(key).and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// For the calls after.
    pub(super) fn save(self, cache: &dyn Cache, key: &str) {
        match serde_json::to_vec(&self) {
            Ok(bytes) if self != Self::default() => cache.set(key, &bytes, KEPT_SECONDS),
            _ => cache.delete(key),
        }
    }

    /// Lets a call pass, or says how long Odoo rests. The trial makes the others wait for its end.
    pub(super) fn admit(&mut self, now: Timestamp) -> Result<(), Duration> {
        if now < self.rests_until {
            return Err(self.rests_until.since(now));
        }
        if self.failures >= FAILURES_MAX {
            self.rests_until = now.after(REST);
        }
        Ok(())
    }

    /// The call failed.
    pub(super) fn fail(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES_MAX {
            self.rests_until = now.after(REST);
        }
    }

    /// Odoo asked to be left alone for a while.
    pub(super) fn hold(&mut self, now: Timestamp, pause: Duration) {
        self.rests_until = self.rests_until.max(now.after(pause));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Breaker;
    use crate::ports::Timestamp;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1000)
    }

    fn broken() -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..5 {
            assert_eq!(breaker.admit(at(0)), Ok(()));
            breaker.fail(at(0));
        }
        breaker
    }

    #[test]
    fn it_opens_after_five_failures() {
        assert_eq!(broken().admit(at(1)), Err(Duration::from_secs(29)));
    }

    #[test]
    fn one_trial_passes_after_its_rest_and_the_others_wait() {
        let mut breaker = broken();
        assert_eq!(breaker.admit(at(30)), Ok(()));
        assert_eq!(breaker.admit(at(30)), Err(Duration::from_secs(30)));
    }

    #[test]
    fn a_trial_that_fails_starts_the_next_rest() {
        let mut breaker = broken();
        assert_eq!(breaker.admit(at(30)), Ok(()));
        breaker.fail(at(35));
        assert_eq!(breaker.admit(at(60)), Err(Duration::from_secs(5)));
        assert_eq!(breaker.admit(at(65)), Ok(()));
    }

    #[test]
    fn a_pause_that_odoo_asks_for_is_kept() {
        let mut breaker = Breaker::default();
        breaker.hold(at(0), Duration::from_secs(90));
        assert_eq!(breaker.admit(at(60)), Err(Duration::from_secs(30)));
        assert_eq!(breaker.admit(at(90)), Ok(()));
    }
}

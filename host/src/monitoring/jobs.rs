//! How the jobs of this node fare.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// By name; jobs that never ran here are not in it.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<BTreeMap<String, JobReport>>);

/// One job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JobReport {
    /// When its last run that went well ended, in milliseconds since 1970; 0 if none did.
    pub(crate) done_at_ms: i64,
    /// Runs in a row that went wrong.
    pub(crate) failures: u32,
    /// Between two runs.
    pub(crate) period_seconds: u32,
}

impl Jobs {
    /// A run has ended.
    pub(crate) fn note(&self, name: &str, period_seconds: u32, is_good: bool, now_ms: i64) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.entry(name.to_owned()).or_default();
        job.period_seconds = period_seconds;
        if is_good {
            (job.done_at_ms, job.failures) = (now_ms, 0);
        } else {
            job.failures = job.failures.saturating_add(1);
        }
    }

    /// Another node runs it now.
    pub(crate) fn forget(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// All of them.
    pub(crate) fn all(&self) -> BTreeMap<String, JobReport> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl JobReport {
    /// Seconds by which it is later than its period asks for; none if it never went well.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of centuries fit")]
    pub(crate) fn lag_seconds(&self, now_ms: i64) -> Option<f64> {
        let late_ms = now_ms - self.done_at_ms - i64::from(self.period_seconds) * 1000;
        (self.done_at_ms > 0).then(|| late_ms.max(0) as f64 / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{JobReport, Jobs};

    #[test]
    fn a_job_lags_when_its_period_is_over() {
        let jobs = Jobs::default();
        jobs.note("poll", 20, false, 1_000);
        assert_eq!(jobs.all()["poll"].lag_seconds(90_000), None);
        jobs.note("poll", 20, true, 10_000);
        jobs.note("poll", 20, false, 30_000);
        let job = jobs.all()["poll"].clone();
        assert_eq!(job, JobReport { done_at_ms: 10_000, failures: 1, period_seconds: 20 });
        assert_eq!((job.lag_seconds(30_000), job.lag_seconds(31_500)), (Some(0.0), Some(1.5)));
        jobs.forget("poll");
        assert!(jobs.all().is_empty());
    }
}

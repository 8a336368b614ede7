//! Jobs that are to run now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// The jobs of this process that wait for their timers, by name.
#[derive(Debug, Default)]
pub(crate) struct Wakes(Mutex<HashMap<String, Arc<Notify>>>);

impl Wakes {
    /// Lets the job's timer ring once: now, or when its present run has ended.
    pub(crate) fn wake(&self, job: &str) {
        if let Some(bell) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(job) {
            bell.notify_one();
        }
    }

    /// What rings when the job is to run.
    pub(super) fn bell(&self, job: &str) -> Arc<Notify> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(job.to_owned()).or_default().clone()
    }
}

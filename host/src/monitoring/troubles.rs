//! The last warnings and errors of this process.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// More are in the server's log.
const TROUBLES_MAX: usize = 20;

/// The latest last.
#[derive(Debug, Default)]
pub(crate) struct Troubles(Mutex<VecDeque<Trouble>>);

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Milliseconds since 1970.
    pub(crate) at_ms: i64,
    pub(crate) message: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Troubles {
    pub(crate) fn note(&self, trouble: Trouble) {
        let mut troubles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if troubles.len() >= TROUBLES_MAX {
            troubles.pop_front();
        }
        troubles.push_back(trouble);
    }

    /// The latest first.
    pub(crate) fn latest(&self) -> Vec<Trouble> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }
}

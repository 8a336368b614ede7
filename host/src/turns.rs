//! Whose turn it is at something in this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Queue, OwnedMutexGuard};
use tokio::time::timeout;

/// Names that are remembered before those are forgotten that nobody is at.
const NAMES_MAX: usize = 64;

/// Who comes next, by name.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<String, Arc<Queue<()>>>>);

/// Somebody's turn, which ends when this is dropped.
#[derive(Debug)]
pub struct Turn {
    _guard: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits for one's turn, in the order of asking; nothing if it does not come in time.
    pub async fn take(&self, name: &str, wait: Duration) -> Option<Turn> {
        let guard = timeout(wait, self.queue(name).lock_owned()).await.ok()?;
        Some(Turn { _guard: guard })
    }

    fn queue(&self, name: &str) -> Arc<Queue<()>> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.len() >= NAMES_MAX {
            // Whoever has a turn, or waits for one, holds the queue too.
            queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        queues.entry(name.to_owned()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::time::Duration;

    use super::{NAMES_MAX, Turns};

    const WAIT: Duration = Duration::from_millis(1);

    #[tokio::test(start_paused = true)]
    async fn one_has_the_turn_until_it_ends_and_the_next_gets_it() {
        let turns = Turns::default();
        let first = turns.take("a", WAIT).await;
        assert!(first.is_some());
        assert!(turns.take("a", WAIT).await.is_none());
        assert!(turns.take("b", WAIT).await.is_some());
        drop(first);
        assert!(turns.take("a", WAIT).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn names_that_nobody_is_at_are_forgotten_and_others_are_not() {
        let turns = Turns::default();
        let first = turns.take("a", WAIT).await;
        for number in 0..2 * NAMES_MAX {
            turns.take(&number.to_string(), WAIT).await;
        }
        assert!(turns.0.lock().unwrap().len() <= NAMES_MAX);
        assert!(turns.take("a", WAIT).await.is_none());
        drop(first);
    }
}

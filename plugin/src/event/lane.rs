//! A queue that nodes share: who works on it, and what is to be done in which order.
//!
//! What a process takes on it marks in the queue before it begins, so that whoever comes after it knows what may be done already:
//! for what nobody tried before, that mark is the intent, and the lease of the lane its fence
//! (`docs/decisions/0024-the-lane-is-the-intent.md`).

mod queue;

use std::collections::HashMap;

use crate::ids::ulid;
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Copy, Store, StoreError};

pub(super) use queue::Item;
use queue::{HELD_SECONDS, Queue};

/// How long this process believes its own copy, unless a write shows that another node was there.
const COPY_SECONDS: u32 = 5;

/// One of the queues: `q/<n>`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane(u32);

/// Why something is not queued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum LaneError {
    #[error("the queue is full")]
    Full,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a process has taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Batch {
    /// In this order.
    pub(super) items: Vec<Item>,
    /// Of whoever took it on.
    pub(super) token: String,
    /// Then another process may take over.
    pub(super) until: Timestamp,
}

/// What became of something that was to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing is left.
    Done,
    /// Nobody began with it, nor is to before then.
    Untouched(Timestamp),
    /// Something is left, from then on.
    Later(Timestamp),
    /// There is no such event, as far as can be seen.
    Missing,
}

impl Lane {
    pub(super) fn of(number: u32) -> Self {
        Self(number)
    }

    /// Puts something at the end; what is there already stays where it is. If nobody works on the lane, the job of this process
    /// is at it from now on, and has nothing to claim.
    pub(super) fn push(self, deps: &Deps<'_>, item: &Item) -> Result<(), LaneError> {
        let (now, token) = (deps.clock.now(), ulid(deps));
        let is_granted = self.update(deps, |queue| {
            if queue.has(&item.key) {
                return Change::Keep(Some(false));
            }
            if queue.is_full() {
                return Change::Keep(None);
            }
            let queue = queue.with(item);
            let taken = if queue.is_free() { queue.taken(&token, now) } else { None };
            let is_granted = taken.is_some();
            Change::Put(taken.unwrap_or(queue), Some(is_granted))
        })?;
        if is_granted.ok_or(LaneError::Full)? {
            deps.cache.set(&self.grant(), token.as_bytes(), HELD_SECONDS);
        }
        Ok(())
    }

    /// What is to be done, in its order.
    pub(super) fn items(self, deps: &Deps<'_>) -> Result<Vec<Item>, StoreError> {
        let queue = Store::new(deps.kv).get::<Queue>(&self.key())?;
        Ok(queue.map(|queue| queue.value.items).unwrap_or_default())
    }

    /// What this process has to do now: what was put there for it, or else what it can claim; none if nothing can be done, or
    /// another process is at it.
    pub(super) fn begin(self, deps: &Deps<'_>, token: &str) -> Result<Option<Batch>, StoreError> {
        let (now, granted) = (deps.clock.now(), self.granted(deps));
        self.update(deps, |queue| {
            self.measure(deps, queue);
            if let Some(batch) = granted.as_ref().and_then(|granted| queue.batch(granted, now)) {
                return Change::Keep(Some(batch));
            }
            let taken = if queue.is_held(now) { None } else { queue.taken(token, now) };
            match taken.and_then(|taken| Some((taken.batch(token, now)?, taken))) {
                Some((batch, taken)) => Change::Put(taken, Some(batch)),
                None => Change::Keep(None),
            }
        })
    }

    /// Gives a batch back. What is done goes; what could not be done waits until its time. The next batch, if there is one and it
    /// is wanted. A process that was so slow that another one has taken over changes nothing that the other one relies on.
    pub(super) fn finish(
        self,
        deps: &Deps<'_>,
        batch: &Batch,
        outcomes: &HashMap<&str, Outcome>,
        goes_on: bool,
    ) -> Result<Option<Batch>, StoreError> {
        let now = deps.clock.now();
        self.update(deps, |queue| {
            let left = queue.given_back(&batch.token, outcomes, now);
            self.measure(deps, &left);
            let next = if goes_on && left.is_free() { left.taken(&batch.token, now) } else { None };
            let next_batch = next.as_ref().and_then(|next| next.batch(&batch.token, now));
            Change::Put(next.unwrap_or(left), next_batch)
        })
    }

    /// Lets others work on what was put there for this process.
    pub(super) fn decline(self, deps: &Deps<'_>) -> Result<(), StoreError> {
        let Some(token) = self.granted(deps) else { return Ok(()) };
        let none = HashMap::new();
        self.update(deps, |queue| Change::Put(queue.given_back(&token, &none, deps.clock.now()), ()))
    }

    /// Whose token was set when something was put there; once, so that what a job began that died is uncertain.
    fn granted(self, deps: &Deps<'_>) -> Option<String> {
        let token = deps.cache.get(&self.grant())?;
        deps.cache.delete(&self.grant());
        String::from_utf8(token).ok()
    }

    fn measure(self, deps: &Deps<'_>, queue: &Queue) {
        let length = u32::try_from(queue.items.len()).unwrap_or(u32::MAX);
        deps.monitor.set("odoo_queue_events", &[("lane", &self.0.to_string())], length);
    }

    fn update<R>(self, deps: &Deps<'_>, mut decide: impl FnMut(&Queue) -> Change<Queue, R>) -> Result<R, StoreError> {
        let copy = Copy { cache: deps.cache, seconds: COPY_SECONDS };
        Store::new(deps.kv)
            .update_copied(&copy, &self.key(), None, |queue: Option<&Queue>| decide(queue.unwrap_or(&Queue::default())))
    }

    fn key(self) -> String {
        format!("q/{}", self.0)
    }

    fn grant(self) -> String {
        format!("granted/{}", self.0)
    }
}

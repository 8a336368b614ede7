//! A queue that nodes share: who works on it, and what is to be done in which order.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Event;
use super::subject::{Subject, number};
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Copy, Store, StoreError, Stored};

/// How long a node works on a lane without saying so again.
const HELD: Duration = Duration::from_secs(60);
/// How long this process believes its own copy, unless a write shows that another node was there.
const COPY_SECONDS: u32 = 5;
/// How long a replica is given to catch up, and how often.
const MISSED: Duration = Duration::from_secs(10);
const MISSES_MAX: u32 = 3;
/// What one process takes on at once.
const BATCH_MAX: usize = 100;
/// Keeps the value below what the store takes.
const ITEMS_MAX: usize = 3000;

/// One of the queues: `q/<n>`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane(u32);

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    /// The event.
    pub(super) key: String,
    /// The subject's number.
    subject: u32,
    /// Of its first channel; 0 where there is none.
    #[serde(default)]
    channel: u32,
    /// Not before then.
    #[serde(default)]
    due: Timestamp,
    /// Times that nobody found the event: what is read may come from a replica that is behind.
    #[serde(default)]
    misses: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Queue {
    items: Vec<Item>,
    holder: Option<Holder>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Holder {
    token: String,
    until: Timestamp,
}

impl Stored for Queue {
    const VERSION: u32 = 1;
}

/// Why something is not queued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum LaneError {
    #[error("the queue is full")]
    Full,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a process has taken on.
#[derive(Debug)]
pub(super) struct Batch {
    /// What can be done now, in this order.
    pub(super) items: Vec<Item>,
    token: String,
}

/// What became of something that was to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing is left.
    Done,
    /// Something is left, from then on.
    Later(Timestamp),
    /// There is no such event, as far as can be seen.
    Missing,
}

impl Item {
    pub(super) fn subject(&self) -> u32 {
        self.subject
    }

    /// The channel's number.
    pub(super) fn channel(&self) -> u32 {
        self.channel
    }

    pub(super) fn new(key: &str, event: &Event) -> Self {
        let (subject, channel) = (Subject::of(event), event.deliveries.first());
        let channel = channel.map_or(0, |delivery| number(&delivery.channel_id));
        Self { key: key.to_owned(), subject: subject.number, channel, due: Timestamp(0), misses: 0 }
    }
}

impl Lane {
    pub(super) fn of(number: u32) -> Self {
        Self(number)
    }

    /// Puts something at the end; what is there already stays where it is.
    pub(super) fn push(self, deps: &Deps<'_>, item: Item) -> Result<(), LaneError> {
        let is_in = self.update(deps, |queue| {
            if queue.items.iter().any(|known| known.key == item.key) {
                return Change::Keep(true);
            }
            if queue.items.len() >= ITEMS_MAX {
                return Change::Keep(false);
            }
            let mut queue = queue.clone();
            queue.items.push(item.clone());
            Change::Put(queue, true)
        })?;
        if is_in { Ok(()) } else { Err(LaneError::Full) }
    }

    /// How much is to be done.
    pub(super) fn length(self, deps: &Deps<'_>) -> Result<usize, StoreError> {
        let queue = Store::new(deps.kv).get::<Queue>(&self.key())?;
        Ok(queue.map_or(0, |queue| queue.value.items.len()))
    }

    /// Takes on what can be done now; none if nothing can, or another process is at it.
    pub(super) fn claim(self, deps: &Deps<'_>, token: &str) -> Result<Option<Batch>, StoreError> {
        let (now, mut length) = (deps.clock.now(), 0);
        let claimed = self.update(deps, |queue| {
            length = queue.items.len();
            let is_held = queue.holder.as_ref().is_some_and(|holder| holder.until > now && holder.token != token);
            let items = queue.ready(now);
            if is_held || items.is_empty() {
                return Change::Keep(None);
            }
            let holder = Some(Holder { token: token.to_owned(), until: now.after(HELD) });
            let batch = Batch { items, token: token.to_owned() };
            Change::Put(Queue { holder, ..queue.clone() }, Some(batch))
        })?;
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        deps.monitor.set("odoo_queue_events", &[("lane", &self.0.to_string())], length);
        Ok(claimed)
    }

    /// Gives the lane back. What is done goes; what could not be done waits until its time. A process that was so slow
    /// that another one has taken over changes nothing that the other one relies on.
    pub(super) fn finish(
        self,
        deps: &Deps<'_>,
        batch: &Batch,
        outcomes: &HashMap<&str, Outcome>,
    ) -> Result<(), StoreError> {
        let now = deps.clock.now();
        self.update(deps, |queue| {
            let left = queue.items.iter().filter_map(|item| match outcomes.get(item.key.as_str()) {
                None => Some(item.clone()),
                Some(Outcome::Done) => None,
                Some(Outcome::Later(due)) => Some(Item { due: *due, ..item.clone() }),
                Some(Outcome::Missing) if item.misses >= MISSES_MAX => None,
                Some(Outcome::Missing) => {
                    Some(Item { due: now.after(MISSED), misses: item.misses + 1, ..item.clone() })
                }
            });
            let items = left.collect();
            let holder = queue.holder.clone().filter(|holder| holder.token != batch.token);
            Change::Put(Queue { items, holder }, ())
        })
    }

    fn update<R>(self, deps: &Deps<'_>, mut decide: impl FnMut(&Queue) -> Change<Queue, R>) -> Result<R, StoreError> {
        let copy = Copy { cache: deps.cache, seconds: COPY_SECONDS };
        Store::new(deps.kv)
            .update_copied(&copy, &self.key(), None, |queue: Option<&Queue>| decide(queue.unwrap_or(&Queue::default())))
    }

    fn key(self) -> String {
        format!("q/{}", self.0)
    }
}

impl Queue {
    /// What can be done now: nothing before what came earlier about the same subject.
    fn ready(&self, now: Timestamp) -> Vec<Item> {
        let mut waiting = HashSet::new();
        let ready = self.items.iter().filter(|item| {
            if item.due > now {
                waiting.insert(item.subject);
            }
            !waiting.contains(&item.subject)
        });
        ready.take(BATCH_MAX).cloned().collect()
    }
}

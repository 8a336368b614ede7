//! What a lane keeps, and what its rules make of it: functions of the value alone.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Batch, Outcome};
use crate::event::Event;
use crate::event::subject::{Subject, number};
use crate::ports::Timestamp;
use crate::store::Stored;

/// How long a process works on a lane without saying so again.
pub(super) const HELD_SECONDS: u32 = 60;
/// How long a replica is given to catch up, and how often.
const MISSED: Duration = Duration::from_secs(10);
const MISSES_MAX: u32 = 3;
/// How long a process may take from storing an event to queueing it; every call ends sooner.
const LATE: Duration = Duration::from_secs(300);
/// What one process takes on at once.
const BATCH_MAX: usize = 100;
/// Of items and of contested events that are done: whatever becomes of them, the store takes the value, or nothing could be given
/// back any more.
const ITEMS_MAX: usize = 1_300;
const CONTESTED_MAX: usize = 500;

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::event) struct Item {
    /// The event.
    pub(in crate::event) key: String,
    /// The number of what it is about.
    pub(in crate::event) subject: u32,
    /// The number of its first channel; 0 where there is none.
    #[serde(default)]
    pub(in crate::event) channel: u32,
    /// Somebody may have done some of it, whatever copies of the event say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::event) is_uncertain: bool,
    /// Not only the process that stored the event queues it, so that one of them may come when another one has done it: no copy
    /// of the event is believed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::event) is_contested: bool,
    /// Not before then.
    #[serde(default)]
    pub(in crate::event) due: Timestamp,
    /// Times that nobody found the event: what is read may come from a replica that is behind.
    #[serde(default)]
    misses: u32,
    /// The holder of the lane has taken it on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_taken: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Queue {
    pub(super) items: Vec<Item>,
    holder: Option<Holder>,
    /// Contested events that are done, and since when: those who come late with them find them here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contested: Vec<(String, Timestamp)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Holder {
    token: String,
    until: Timestamp,
}

impl Stored for Queue {
    const VERSION: u32 = 1;
}

impl Item {
    /// Of an event that this process has just stored, and nobody else knows of.
    pub(in crate::event) fn new(key: &str, event: &Event) -> Self {
        let (subject, channel) = (Subject::of(event), event.deliveries.first());
        Self {
            key: key.to_owned(),
            subject: subject.number,
            channel: channel.map_or(0, |delivery| number(&delivery.channel_id)),
            is_uncertain: false,
            is_contested: false,
            due: Timestamp(0),
            misses: 0,
            is_taken: false,
        }
    }

    /// Of an event that was stored before.
    pub(in crate::event) fn again(key: &str, event: &Event) -> Self {
        Self { is_contested: true, ..Self::new(key, event) }
    }

    /// What is left of it; nothing if it is done.
    fn after(&self, outcome: Option<&Outcome>, now: Timestamp) -> Option<Self> {
        let left = Self { is_taken: false, ..self.clone() };
        match outcome {
            None => Some(left),
            Some(Outcome::Done) => None,
            Some(Outcome::Untouched(due)) => Some(Self { due: *due, ..left }),
            Some(Outcome::Later(due)) => Some(Self { due: *due, is_uncertain: true, ..left }),
            Some(Outcome::Missing) if self.misses >= MISSES_MAX => None,
            Some(Outcome::Missing) => Some(Self { due: now.after(MISSED), misses: self.misses + 1, ..left }),
        }
    }
}

impl Queue {
    pub(super) fn has(&self, key: &str) -> bool {
        self.items.iter().any(|item| item.key == key)
    }

    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= ITEMS_MAX
    }

    /// With something at its end.
    pub(super) fn with(&self, item: &Item) -> Self {
        let mut queue = self.clone();
        let is_contested = item.is_contested || queue.contested.iter().any(|(key, _)| *key == item.key);
        queue.items.push(Item { is_contested, ..item.clone() });
        queue
    }

    /// Whether everything was given back.
    pub(super) fn is_free(&self) -> bool {
        self.holder.is_none()
    }

    /// Whether a process works on it, or died only now.
    pub(super) fn is_held(&self, now: Timestamp) -> bool {
        self.holder.as_ref().is_some_and(|holder| holder.until > now)
    }

    /// Hands what can be done now to a process; nothing if nothing can. What an earlier holder took on and did not give back may
    /// be done, or not.
    pub(super) fn taken(&self, token: &str, now: Timestamp) -> Option<Self> {
        let ready = self.ready(now);
        let items = self.items.iter().enumerate().map(|(place, item)| Item {
            is_uncertain: item.is_uncertain || item.is_taken,
            is_taken: ready.contains(&place),
            ..item.clone()
        });
        let held = Duration::from_secs(HELD_SECONDS.into());
        let holder = Some(Holder { token: token.to_owned(), until: now.after(held) });
        (!ready.is_empty()).then(|| Self { items: items.collect(), holder, contested: self.contested.clone() })
    }

    /// What this process took on, as long as it is its.
    pub(super) fn batch(&self, token: &str, now: Timestamp) -> Option<Batch> {
        let holder = self.holder.as_ref().filter(|holder| holder.token == token && holder.until > now)?;
        let items = self.items.iter().filter(|item| item.is_taken).cloned().collect();
        Some(Batch { items, token: token.to_owned(), until: holder.until })
    }

    /// Without what is done, given back. If another process has taken over, what it took on stays as it is.
    pub(super) fn given_back(&self, token: &str, outcomes: &HashMap<&str, Outcome>, now: Timestamp) -> Self {
        let is_ours = self.holder.as_ref().is_none_or(|holder| holder.token == token);
        let mut contested = self.contested.clone();
        contested.retain(|(_, since)| now.since(*since) < LATE);
        let items = self.items.iter().filter_map(|item| {
            let outcome = outcomes.get(item.key.as_str());
            let left = match outcome {
                Some(Outcome::Done) => None,
                _ if !is_ours => Some(item.clone()),
                outcome => item.after(outcome, now),
            };
            if left.is_none() && item.is_contested {
                contested.push((item.key.clone(), now));
            }
            left
        });
        let items = items.collect();
        contested.drain(..contested.len().saturating_sub(CONTESTED_MAX));
        Self { items, holder: self.holder.clone().filter(|_| !is_ours), contested }
    }

    /// Places of what can be done now: nothing before what came earlier about the same subject.
    fn ready(&self, now: Timestamp) -> HashSet<usize> {
        let mut waiting = HashSet::new();
        let ready = self.items.iter().enumerate().filter(|(_, item)| {
            if item.due > now {
                waiting.insert(item.subject);
            }
            !waiting.contains(&item.subject)
        });
        ready.take(BATCH_MAX).map(|(place, _)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::HashMap;

    use super::{CONTESTED_MAX, Holder, ITEMS_MAX, Item, MISSES_MAX, Queue};
    use crate::event::lane::Outcome;
    use crate::ports::Timestamp;
    use crate::store::VALUE_BYTES_MAX;

    const NOW: Timestamp = Timestamp(9_999_999_999_999);

    fn item(number: usize) -> Item {
        Item {
            key: format!("{number:032x}"),
            subject: u32::MAX,
            channel: u32::MAX,
            is_uncertain: true,
            is_contested: true,
            due: NOW,
            misses: MISSES_MAX,
            is_taken: true,
        }
    }

    #[test]
    fn the_store_takes_a_full_queue_whatever_became_of_its_items() {
        let queue = Queue {
            items: (0..ITEMS_MAX).map(item).collect(),
            holder: Some(Holder { token: "t".repeat(26), until: NOW }),
            contested: (0..CONTESTED_MAX).map(|number| (format!("{number:032x}"), NOW)).collect(),
        };
        assert!(queue.is_full());
        // The version comes to it.
        assert!(serde_json::to_vec(&queue).unwrap().len() + 16 <= VALUE_BYTES_MAX);
    }

    #[test]
    fn of_contested_events_that_are_done_the_latest_are_remembered() {
        let items: Vec<_> = (0..CONTESTED_MAX + 2).map(item).collect();
        let queue = Queue { items: items.clone(), ..Queue::default() };
        let outcomes: HashMap<_, _> = items.iter().map(|item| (item.key.as_str(), Outcome::Done)).collect();
        let left = queue.given_back("token", &outcomes, NOW);
        let remembered: Vec<_> = left.contested.iter().map(|(key, _)| key).collect();
        assert_eq!(remembered, items[2..].iter().map(|item| &item.key).collect::<Vec<_>>());
    }
}

use std::time::Duration;

use chrono::NaiveDate;

use super::chain::{HEAD_KEY, Head};
use super::recorded::{Recorded, day, key};
use super::walk::{CHECKPOINT_KEY, Checkpoint};
use crate::ports::{Deps, Level};
use crate::store::{Read, Store, StoreError};

/// Entries that go together: their keys fit into the checkpoint.
const BATCH: usize = 200;
/// A job has 30 s; what is left goes the next night.
const TIME_MAX: Duration = Duration::from_secs(15);

/// The work of a night: the hash of the last entry goes to the server's log, where nobody who changes the store reaches
/// it, and entries older than `retention` go. Returns how many went.
///
/// The checkpoint moves first and names what has to go; whoever finds names there deletes the rest.
///
/// # Errors
/// See [`StoreError`].
pub fn compact(deps: &Deps<'_>, retention: Duration) -> Result<usize, StoreError> {
    let store = Store::new(deps.kv);
    let Some(head) = store.get::<Head>(HEAD_KEY)?.map(|read| read.value) else { return Ok(0) };
    announce(deps, &head.last);
    let start = deps.clock.now();
    let oldest_kept = day(crate::ports::Timestamp(start.0 - i64::try_from(retention.as_millis()).unwrap_or(i64::MAX)));
    let mut gone = 0;
    while deps.clock.now().since(start) < TIME_MAX {
        let checkpoint = store.get::<Checkpoint>(CHECKPOINT_KEY)?;
        let begin = checkpoint.as_ref().map(|read| read.value.clone()).unwrap_or_default();
        gone += delete(store, &begin.doomed)?;
        let batch = Batch { deps, store, head: &head, oldest_kept: &oldest_kept };
        let next = batch.after(&begin)?;
        if next == begin {
            break;
        }
        let moved = match &checkpoint {
            Some(read) => store.replace(CHECKPOINT_KEY, read, &next)?,
            None => store.create(CHECKPOINT_KEY, &next, None)?,
        };
        if !moved {
            break;
        }
    }
    Ok(gone)
}

fn announce(deps: &Deps<'_>, last: &Recorded) {
    let fields =
        [("audit_number", last.number.to_string()), ("audit_day", last.day.clone()), ("audit_hash", last.hash.clone())];
    deps.log.write(Level::Info, "The last entry of the audit", &fields);
}

fn delete(store: Store<'_>, keys: &[String]) -> Result<usize, StoreError> {
    let mut gone = 0;
    for key in keys {
        if let Some(read) = store.get::<Recorded>(key)?
            && store.delete(key, &read)?
        {
            gone += 1;
        }
    }
    Ok(gone)
}

struct Batch<'a> {
    deps: &'a Deps<'a>,
    store: Store<'a>,
    head: &'a Head,
    oldest_kept: &'a str,
}

impl Batch<'_> {
    /// The checkpoint behind the next entries that are too old; the same without doomed keys when there are none.
    fn after(&self, begin: &Checkpoint) -> Result<Checkpoint, StoreError> {
        let mut end = Checkpoint { doomed: Vec::new(), ..begin.clone() };
        if end.day.is_empty() {
            end.day.clone_from(&self.head.first_day);
        }
        while end.doomed.len() < BATCH {
            let Some(entry) = self.next(&end)? else { break };
            let follows = entry.previous.as_ref().map(|previous| previous.hash.as_str()).unwrap_or_default();
            if !entry.is_whole() || follows != end.hash {
                // Evidence is kept.
                let fields = [("key", entry.key())];
                self.deps.log.write(
                    Level::Error,
                    "The audit is broken and is not pruned: see /odoo audit verify",
                    &fields,
                );
                break;
            }
            end.doomed.push(entry.key());
            end = Checkpoint { number: entry.number, day: entry.day, hash: entry.hash, doomed: end.doomed };
        }
        Ok(if end.number == begin.number { Checkpoint { doomed: Vec::new(), ..begin.clone() } } else { end })
    }

    /// The entry that follows, if it is too old. The last entry stays: the next one follows it.
    fn next(&self, end: &Checkpoint) -> Result<Option<Recorded>, StoreError> {
        let number = end.number + 1;
        if number >= self.head.last.number {
            return Ok(None);
        }
        let from: Option<NaiveDate> = end.day.parse().ok();
        let days = std::iter::successors(from, NaiveDate::succ_opt).map(|day| day.to_string());
        for day in days.take_while(|day| day.as_str() < self.oldest_kept) {
            if let Some(Read { value, .. }) = self.store.get::<Recorded>(&key(&day, number))? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

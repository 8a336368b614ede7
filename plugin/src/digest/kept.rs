//! Who wants a digest when: `dg/<n>`. The people of one bucket are one value, so that a look at the clock costs few reads.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::event;
use crate::ports::Deps;
use crate::store::{Change, Store, StoreError, Stored};

/// Some thousand people fit into one of them.
pub(super) const BUCKETS: u32 = 16;

/// When somebody wants a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// How often.
    pub rhythm: Rhythm,
    /// Minutes of the day, on the clock of their own zone.
    minute: u32,
    /// The last day whose digest is done with, sent or empty: days since the first of year 1.
    done: i32,
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Every day.
    Daily,
    /// On Mondays.
    Weekly,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Bucket {
    people: BTreeMap<String, Wish>,
}

impl Stored for Bucket {
    const VERSION: u32 = 1;
}

impl Wish {
    /// From the day after `done` on.
    #[must_use]
    pub fn new(rhythm: Rhythm, at: NaiveTime, done: NaiveDate) -> Self {
        Self { rhythm, minute: at.hour() * 60 + at.minute(), done: done.num_days_from_ce() }
    }

    /// On the clock of their own zone.
    #[must_use]
    pub fn at(&self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(self.minute * 60, 0).unwrap_or(NaiveTime::MIN)
    }

    /// Whether the digest of that day is done with.
    #[must_use]
    pub fn is_done(&self, day: NaiveDate) -> bool {
        day.num_days_from_ce() <= self.done
    }
}

/// The wish of a person; none if they want no digest.
///
/// # Errors
/// See [`StoreError`].
pub fn of(deps: &Deps<'_>, user_id: &str) -> Result<Option<Wish>, StoreError> {
    Ok(people(deps, bucket(user_id))?.get(user_id).copied())
}

/// Keeps the wish of a person in place of the one before; none ends it.
///
/// # Errors
/// See [`StoreError`].
pub fn set(deps: &Deps<'_>, user_id: &str, wish: Option<Wish>) -> Result<(), StoreError> {
    change(deps, user_id, |_| wish)
}

/// The digest of that day is done with.
pub(super) fn finish(deps: &Deps<'_>, user_id: &str, day: NaiveDate) -> Result<(), StoreError> {
    change(deps, user_id, |wish| wish.map(|wish| Wish { done: wish.done.max(day.num_days_from_ce()), ..wish }))
}

/// The wishes of one bucket.
pub(super) fn people(deps: &Deps<'_>, bucket: u32) -> Result<BTreeMap<String, Wish>, StoreError> {
    let bucket = Store::new(deps.kv).get::<Bucket>(&format!("dg/{bucket}"))?;
    Ok(bucket.map(|read| read.value.people).unwrap_or_default())
}

fn change(deps: &Deps<'_>, user_id: &str, decide: impl Fn(Option<Wish>) -> Option<Wish>) -> Result<(), StoreError> {
    let key = format!("dg/{}", bucket(user_id));
    Store::new(deps.kv).update(&key, None, |bucket: Option<&Bucket>| {
        let mut bucket = bucket.cloned().unwrap_or_default();
        let before = bucket.people.get(user_id).copied();
        let after = decide(before);
        if before == after {
            return Change::Keep(());
        }
        match after {
            Some(wish) => drop(bucket.people.insert(user_id.to_owned(), wish)),
            None => drop(bucket.people.remove(user_id)),
        }
        Change::Put(bucket, ())
    })
}

fn bucket(user_id: &str) -> u32 {
    u32::from_str_radix(&event::digest(&[user_id])[..8], 16).unwrap_or(0) % BUCKETS
}

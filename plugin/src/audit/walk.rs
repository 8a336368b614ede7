use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::chain::{HEAD_KEY, Head};
use super::recorded::{Link, Recorded, key};
use crate::store::{Read, Store, StoreError, Stored};

pub(super) const CHECKPOINT_KEY: &str = "aud/checkpoint";
/// Days without an entry that are looked through for one whose day is not known for sure.
const PROBED_DAYS_MAX: usize = 400;

/// The last entry that was pruned: where the chain begins now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// 0 as long as nothing was pruned.
    pub(super) number: u64,
    pub(super) day: String,
    pub(super) hash: String,
    /// Keys that may have to be deleted still.
    pub(super) doomed: Vec<String>,
}

impl Stored for Checkpoint {
    const VERSION: u32 = 1;
}

/// An entry that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub number: u64,
    /// Where it is kept, or should be.
    pub key: String,
    /// What is wrong with it.
    pub how: How,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is not there.
    Missing,
    /// Its own hash does not fit what it says.
    Changed,
    /// It fits itself, but the entry after it followed another one.
    Replaced,
    /// It does not follow what was pruned.
    Unanchored,
}

/// Reads the chain from its end to its beginning.
pub(super) struct Walk<'a> {
    store: Store<'a>,
    begin: Checkpoint,
    head: Option<Recorded>,
    /// The next entry to read.
    number: u64,
    /// The latest day that it can have.
    day: String,
    /// What the entry after it says of it; none if that one is broken.
    expected: Option<Link>,
}

pub(super) enum Step {
    Whole(Box<Recorded>),
    Broken(Broken),
}

impl<'a> Walk<'a> {
    /// From the end, or below an entry that was found whole before.
    pub(super) fn new(store: Store<'a>, below: Option<u64>) -> Result<Self, StoreError> {
        let begin = store.get::<Checkpoint>(CHECKPOINT_KEY)?.map(|read| read.value).unwrap_or_default();
        let head = store.get::<Head>(HEAD_KEY)?.map(|read| read.value.last);
        let Some(last) = &head else {
            return Ok(Self { store, begin, head, number: 0, day: String::new(), expected: None });
        };
        let (day, expected) = (last.day.clone(), Some(Link { day: last.day.clone(), hash: last.hash.clone() }));
        let number = below.map_or(last.number, |below| last.number.min(below.saturating_sub(1)));
        let expected = expected.filter(|_| number == last.number);
        Ok(Self { store, begin, number, day, expected, head })
    }

    /// The number of the entry that comes next; 0 when there is none.
    pub(super) fn number(&self) -> u64 {
        if self.number > self.begin.number { self.number } else { 0 }
    }

    /// The next entry; none at the beginning.
    pub(super) fn step(&mut self) -> Result<Option<Step>, StoreError> {
        if self.number <= self.begin.number {
            return Ok(self.anchor().map(Step::Broken));
        }
        let number = self.number;
        let (day, found) = self.find()?;
        self.number -= 1;
        let broken = |how| Broken { number, key: key(&day, number), how };
        let expected = self.expected.take();
        let entry = match found {
            Found::Entry(entry) => entry,
            Found::Nothing => return Ok(Some(Step::Broken(broken(How::Missing)))),
            Found::Garbage => return Ok(Some(Step::Broken(broken(How::Changed)))),
        };
        let is_whole = entry.is_whole() && entry.number == number && entry.day == day;
        self.day.clone_from(&day);
        if !is_whole {
            return Ok(Some(Step::Broken(broken(How::Changed))));
        }
        if expected.is_some_and(|expected| expected.hash != entry.hash) {
            return Ok(Some(Step::Broken(broken(How::Replaced))));
        }
        self.expected.clone_from(&entry.previous);
        if let Some(previous) = &entry.previous {
            self.day.clone_from(&previous.day);
        }
        Ok(Some(Step::Whole(entry)))
    }

    /// The first entry has to follow the last one that was pruned.
    fn anchor(&mut self) -> Option<Broken> {
        let expected = self.expected.take()?;
        let number = self.begin.number + 1;
        let is_anchored = self.begin.number == 0 || expected.hash == self.begin.hash;
        (!is_anchored).then(|| Broken { number, key: key(&self.day, number), how: How::Unanchored })
    }

    /// The entry with the day of its key.
    fn find(&self) -> Result<(String, Found), StoreError> {
        if let Some(expected) = &self.expected {
            return Ok((expected.day.clone(), self.found(&expected.day)?));
        }
        for day in self.days_back() {
            match self.found(&day)? {
                Found::Nothing => {}
                found => return Ok((day, found)),
            }
        }
        Ok((self.day.clone(), Found::Nothing))
    }

    fn found(&self, day: &str) -> Result<Found, StoreError> {
        match self.store.get::<Recorded>(&key(day, self.number)) {
            Ok(Some(Read { value, .. })) => Ok(Found::Entry(Box::new(value))),
            Ok(None) => {
                // Its writer died before it put it in its place.
                let waiting = self.head.clone().filter(|last| last.number == self.number && last.day == day);
                Ok(waiting.map_or(Found::Nothing, |last| Found::Entry(Box::new(last))))
            }
            Err(StoreError::Unreadable { .. }) => Ok(Found::Garbage),
            Err(error) => Err(error),
        }
    }

    fn days_back(&self) -> impl Iterator<Item = String> {
        let from: Option<NaiveDate> = self.day.parse().ok();
        let days = std::iter::successors(from, NaiveDate::pred_opt).take(PROBED_DAYS_MAX);
        days.map(|day| day.to_string()).take_while(|day| *day >= self.begin.day)
    }
}

enum Found {
    Entry(Box<Recorded>),
    Nothing,
    Garbage,
}

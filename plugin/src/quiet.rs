//! When somebody wants to be left alone by what they follow in direct messages (requirement 7.4): quiet hours hold it back and sum
//! it up afterwards, a mute drops it. All of a person is one value under `u/quiet/<user id>`.

mod hours;
mod release;

pub use hours::Hours;
pub use release::release;

use serde::{Deserialize, Serialize};

use crate::index::Index;
use crate::ports::{Deps, Timestamp};
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError, Stored};
use crate::subscription::Subscription;
use release::Batch;

/// What is held back one by one; of more only the number is told.
const HELD_MAX: usize = 300;

/// What somebody wants, and what waits for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// Of every day, by the clock of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// What they do not want to hear of for a while.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mutes: Vec<Mute>,
    /// What waits for the end of the quiet hours.
    #[serde(default)]
    held: Vec<Held>,
    /// What waits besides.
    #[serde(default)]
    further: u32,
    /// The summary that is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leaving: Option<Batch>,
    /// Of the last summary.
    #[serde(default)]
    number: u64,
}

/// Something that somebody does not want to hear of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mute {
    /// `all`, what people call a record of a model, or the id of a subscription.
    pub scope: String,
    /// Then they do again.
    pub until: Timestamp,
}

/// An event that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its id.
    pub event: String,
    /// The record, as people call it; foreign text.
    pub record: String,
}

/// What becomes of an event now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// It is told.
    Told,
    /// It waits.
    Held,
    /// It is dropped.
    Muted,
}

impl Stored for Quiet {
    const VERSION: u32 = 1;
}

impl Quiet {
    /// What a person wants.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn of(deps: &Deps<'_>, user_id: &str) -> Result<Self, StoreError> {
        Ok(Store::new(deps.kv).get(&key(user_id))?.map(|read| read.value).unwrap_or_default())
    }

    /// Changes what a person wants.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn change(deps: &Deps<'_>, user_id: &str, change: impl Fn(&mut Self)) -> Result<Self, StoreError> {
        let now = deps.clock.now();
        Store::new(deps.kv).update(&key(user_id), None, |quiet: Option<&Self>| {
            let mut quiet = quiet.cloned().unwrap_or_default();
            change(&mut quiet);
            quiet.mutes.retain(|mute| mute.until > now);
            Change::Put(quiet.clone(), quiet)
        })
    }

    /// Whether it is quiet for them at this moment.
    #[must_use]
    pub fn is_now(&self, deps: &Deps<'_>, settings: &Settings, user_id: &str) -> bool {
        let Some(hours) = self.hours else { return false };
        let person = deps.chat.person(user_id).unwrap_or_default();
        hours.has(settings.zone_of(&person).hour(deps.clock.now()))
    }
}

/// What becomes of an event of a subscription: only who follows in direct messages is left alone, a channel is many people.
/// `reader_id` is that of [`crate::subscription::reader`].
///
/// # Errors
/// See [`StoreError`].
pub fn now(
    deps: &Deps<'_>,
    settings: &Settings,
    subscription: &Subscription,
    reader_id: &str,
) -> Result<Now, StoreError> {
    if reader_id.is_empty() {
        return Ok(Now::Told);
    }
    let quiet = Quiet::of(deps, reader_id)?;
    let now = deps.clock.now();
    let is_meant = |scope: &str| ["all", subscription.noun(), &subscription.id].contains(&scope);
    if quiet.mutes.iter().any(|mute| mute.until > now && is_meant(&mute.scope)) {
        return Ok(Now::Muted);
    }
    Ok(if quiet.is_now(deps, settings, reader_id) { Now::Held } else { Now::Told })
}

/// Keeps an event back until the quiet hours end; the same twice is once.
///
/// # Errors
/// See [`StoreError`].
pub fn hold(deps: &Deps<'_>, user_id: &str, held: &Held) -> Result<(), StoreError> {
    Quiet::change(deps, user_id, |quiet| {
        if quiet.held.len() >= HELD_MAX {
            quiet.further = quiet.further.saturating_add(1);
        } else if !quiet.held.contains(held) {
            quiet.held.push(held.clone());
        }
    })?;
    index().add(Store::new(deps.kv), user_id).map(drop)
}

/// The people for whom something waits.
fn index() -> Index {
    Index::new("held")
}

fn key(user_id: &str) -> String {
    format!("u/quiet/{user_id}")
}

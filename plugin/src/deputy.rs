//! Deputies: whoever is away names one person who decides on documents in their place until a day (requirement 5.1).
//!
//! `u/deputy/<user>` says who the deputy is and until when; `u/deputy-of/<deputy>` is the way back, which only helps to find the
//! first. A deputy's deputy is nobody: what somebody may do is looked up for themselves, never for those they stand in for.

use serde::{Deserialize, Serialize};

use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// People one deputy can stand in for at the same time.
const PRINCIPALS_MAX: usize = 20;

/// Who decides in somebody's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputy {
    /// The user id.
    pub user_id: String,
    /// From when on nobody does any more.
    pub until: Timestamp,
}

impl Stored for Deputy {
    const VERSION: u32 = 1;
}

/// Those who named somebody, with the ends of their times.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Principals {
    until: Vec<(String, Timestamp)>,
}

impl Stored for Principals {
    const VERSION: u32 = 1;
}

/// The deputy of a person at this moment.
///
/// # Errors
/// See [`StoreError`].
pub fn of(deps: &Deps<'_>, user_id: &str) -> Result<Option<Deputy>, StoreError> {
    let deputy = Store::new(deps.kv).get::<Deputy>(&key(user_id))?.map(|read| read.value);
    Ok(deputy.filter(|deputy| deps.clock.now() < deputy.until))
}

/// The people whose deputy somebody is at this moment.
///
/// # Errors
/// See [`StoreError`].
pub fn principals(deps: &Deps<'_>, user_id: &str) -> Result<Vec<String>, StoreError> {
    let named = Store::new(deps.kv).get::<Principals>(&back_key(user_id))?.map(|read| read.value).unwrap_or_default();
    let mut principals = Vec::new();
    for (principal, _) in named.until {
        // They may have named somebody else since.
        if of(deps, &principal)?.is_some_and(|deputy| deputy.user_id == user_id) {
            principals.push(principal);
        }
    }
    Ok(principals)
}

/// Names a deputy, in the place of an earlier one; false if that person stands in for too many already.
///
/// # Errors
/// See [`StoreError`].
pub fn name(deps: &Deps<'_>, user_id: &str, deputy: &Deputy) -> Result<bool, StoreError> {
    let (store, now) = (Store::new(deps.kv), deps.clock.now());
    // The way back comes first: alone it opens nothing.
    let is_found = store.update(&back_key(&deputy.user_id), None, |named: Option<&Principals>| {
        let mut until = named.map(|named| named.until.clone()).unwrap_or_default();
        until.retain(|(principal, until)| principal != user_id && now < *until);
        if until.len() >= PRINCIPALS_MAX {
            return Change::Keep(false);
        }
        until.push((user_id.to_owned(), deputy.until));
        Change::Put(Principals { until }, true)
    })?;
    if !is_found {
        return Ok(false);
    }
    let seconds = u32::try_from(deputy.until.since(now).as_secs().max(1)).unwrap_or(u32::MAX);
    store.update(&key(user_id), Some(seconds), |_: Option<&Deputy>| Change::Put(deputy.clone(), ()))?;
    Ok(true)
}

/// Ends it before its time; returns who was the deputy.
///
/// # Errors
/// See [`StoreError`].
pub fn end(deps: &Deps<'_>, user_id: &str) -> Result<Option<Deputy>, StoreError> {
    let deputy = of(deps, user_id)?;
    Store::new(deps.kv).delete_if(&key(user_id), |_: &Deputy| true)?;
    Ok(deputy)
}

fn key(user_id: &str) -> String {
    format!("u/deputy/{user_id}")
}

fn back_key(user_id: &str) -> String {
    format!("u/deputy-of/{user_id}")
}

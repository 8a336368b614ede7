//! Whom an event calls by name (requirement 7.5): whoever is responsible for the record, if the setting, the subscription and the
//! mapping of people agree. Whoever is not in the channel reads it in direct messages; whoever nobody knows is only named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::poll::{PollError, Round};
use super::{Kind, Sighting};
use crate::identity;
use crate::ports::{ChatError, Deps, Level};
use crate::store::{Change, Store, StoreError, Stored};
use crate::subscription::Subscription;

const KEY: &str = "sys/unmapped";
/// For how long a process knows that somebody is remembered.
const NOTED_SECONDS: u32 = 3600;
/// People that are remembered; more of them are a reason to look at the whole.
const UNMAPPED_MAX: usize = 50;

/// User ids.
#[derive(Debug, Default)]
pub(super) struct Called {
    /// Members of the channel.
    pub(super) here: Vec<String>,
    /// Everybody else.
    pub(super) elsewhere: Vec<String>,
}

/// Users of Odoo who would have been called, and whom nobody knows here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Unmapped {
    /// Names by ids; empty where Odoo did not tell one.
    people: BTreeMap<i64, String>,
}

impl Stored for Unmapped {
    const VERSION: u32 = 1;
}

/// Whom an event calls in the channel of a subscription.
pub(super) fn called(round: &Round<'_>, subscription: &Subscription, sighting: &Sighting) -> Result<Called, PollError> {
    let mut called = Called::default();
    let policy = &round.settings.mentions;
    if !subscription.mentions || !policy.allows(&sighting.kinds, sighting.severity()) {
        return Ok(called);
    }
    for uid in responsible(round.watched.assigned, sighting) {
        let Some(user_id) = identity::holder(round.deps, uid)? else {
            note(round.deps, uid, name(round.watched.assigned, sighting))?;
            continue;
        };
        match round.deps.chat.channel_member(&subscription.channel_id, &user_id) {
            Ok(_) => called.here.push(user_id),
            Err(ChatError::NotFound) => called.elsewhere.push(user_id),
            Err(error) => {
                let fields = [("user_id", user_id), ("error", error.to_string())];
                round.deps.log.write(Level::Warn, "Somebody could not be mentioned", &fields);
            }
        }
    }
    Ok(called)
}

/// Users of Odoo who were called for and are not connected, in the order of their ids.
///
/// # Errors
/// See [`StoreError`].
pub fn unmapped(deps: &Deps<'_>) -> Result<Vec<(i64, String)>, StoreError> {
    let known = Store::new(deps.kv).get::<Unmapped>(KEY)?.map(|read| read.value).unwrap_or_default();
    let mut unmapped = Vec::new();
    for (uid, name) in known.people {
        if identity::holder(deps, uid)?.is_none() {
            unmapped.push((uid, name));
        }
    }
    Ok(unmapped)
}

/// Of a change of the responsible ones the new ones. Nobody is told what they did themselves.
fn responsible(field: &str, sighting: &Sighting) -> Vec<i64> {
    let mut ids = sighting.now.ids(field);
    if sighting.kinds.contains(&Kind::Assign)
        && let Some(before) = &sighting.before
    {
        let before = before.ids(field);
        ids.retain(|id| !before.contains(id));
    }
    ids.retain(|id| Some(*id) != sighting.by_id());
    ids
}

/// A field with one of them has the name as well.
fn name(field: &str, sighting: &Sighting) -> String {
    sighting.now.reference(field).map(|_| sighting.now.label(field).to_owned()).unwrap_or_default()
}

fn note(deps: &Deps<'_>, uid: i64, name: String) -> Result<(), StoreError> {
    let noted = format!("unmapped/{uid}");
    if deps.cache.get(&noted).is_some() {
        return Ok(());
    }
    Store::new(deps.kv).update(KEY, None, |known: Option<&Unmapped>| {
        let mut known = known.cloned().unwrap_or_default();
        if known.people.contains_key(&uid) || known.people.len() >= UNMAPPED_MAX {
            return Change::Keep(());
        }
        known.people.insert(uid, name.clone());
        Change::Put(known, ())
    })?;
    deps.cache.set(&noted, &[1], NOTED_SECONDS);
    Ok(())
}

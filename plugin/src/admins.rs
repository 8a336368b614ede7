//! Who hears of trouble. The server does not list its administrators, so those that were seen here are remembered; the others
//! are named in `OdooAdmins`.

use serde::{Deserialize, Serialize};

use crate::order;
use crate::ports::{Deps, Person};
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError, Stored};

const KEY: &str = "sys/admins";
const SEEN_SECONDS: u32 = 24 * 3600;
/// Who hears of trouble need not be more people than that.
const ADMINS_MAX: usize = 50;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Admins {
    user_ids: Vec<String>,
}

impl Stored for Admins {
    const VERSION: u32 = 1;
}

/// Remembers a person who administers the server.
///
/// # Errors
/// See [`StoreError`].
pub fn note(deps: &Deps<'_>, person: &Person) -> Result<(), StoreError> {
    let seen = format!("admins/{}", person.id);
    if !person.is_system_admin || deps.cache.get(&seen).is_some() {
        return Ok(());
    }
    Store::new(deps.kv).update(KEY, None, |admins: Option<&Admins>| {
        let mut admins = admins.cloned().unwrap_or_default();
        if admins.user_ids.contains(&person.id) {
            return Change::Keep(());
        }
        admins.user_ids.push(person.id.clone());
        let surplus = admins.user_ids.len().saturating_sub(ADMINS_MAX);
        admins.user_ids.drain(..surplus);
        Change::Put(admins, ())
    })?;
    deps.cache.set(&seen, b"1", SEEN_SECONDS);
    Ok(())
}

/// The user ids of everybody who still administers the server or is named in `OdooAdmins`, as far as they are known.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>, settings: &Settings) -> Result<Vec<String>, StoreError> {
    let known = Store::new(deps.kv).get::<Admins>(KEY)?.map(|admins| admins.value.user_ids).unwrap_or_default();
    let seen = known.iter().filter_map(|id| deps.chat.person(id).ok()).filter(|person| person.is_system_admin);
    let named = settings.people.odoo_admins.iter();
    let named = named.filter_map(|name| deps.chat.person_by_name(name).or_else(|_| deps.chat.person(name)).ok());
    let mut user_ids: Vec<_> =
        seen.chain(named).filter(|person| !person.is_deactivated && !person.is_bot).map(|person| person.id).collect();
    order::sort(&mut user_ids);
    user_ids.dedup();
    Ok(user_ids)
}

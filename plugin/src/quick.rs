//! Quick actions: commands with gaps that administrators name and keep for everybody, under `quick/<name>` (requirement 4.7).

use serde::{Deserialize, Serialize};

use crate::ids;
use crate::index::Index;
use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::store::{Store, StoreError, Stored};

/// More of them nobody finds his way in. Two administrators at once may exceed it by one, which harms nobody.
pub const QUICK_ACTIONS_MAX: usize = 100;

/// One quick action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quick {
    /// As it is typed, see [`ids::name`].
    pub name: String,
    /// The command without `/odoo`, as its maker typed it.
    pub template: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Of the list of all quick actions.
    bucket: u64,
}

impl Stored for Quick {
    const VERSION: u32 = 1;
}

/// What became of the wish for a quick action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It is there.
    Done,
    /// There is one with this name.
    Exists,
    /// There are as many as there may be.
    Full,
}

/// Makes a quick action. `name` comes from [`ids::name`].
///
/// # Errors
/// See [`StoreError`].
pub fn create(deps: &Deps<'_>, name: &str, template: &str, user_id: &str) -> Result<Made, StoreError> {
    let store = Store::new(deps.kv);
    if store.get::<Quick>(&place(name))?.is_some() {
        return Ok(Made::Exists);
    }
    if all(deps)?.len() >= QUICK_ACTIONS_MAX {
        return Ok(Made::Full);
    }
    let quick = Quick {
        name: name.to_owned(),
        template: template.to_owned(),
        created_by: user_id.to_owned(),
        created_at: deps.clock.now(),
        bucket: list_index().add(store, name)?,
    };
    Ok(if store.create(&place(name), &quick, None)? { Made::Done } else { Made::Exists })
}

/// The quick action with that name, however it is capitalised.
///
/// # Errors
/// See [`StoreError`].
pub fn find(deps: &Deps<'_>, text: &str) -> Result<Option<Quick>, StoreError> {
    let Some(name) = ids::name(text) else { return Ok(None) };
    Ok(Store::new(deps.kv).get::<Quick>(&place(&name))?.map(|read| read.value))
}

/// All quick actions in the order of their names.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<Quick>, StoreError> {
    beginning(deps, "")
}

/// Those whose names begin so, in the order of their names.
///
/// # Errors
/// See [`StoreError`].
pub fn beginning(deps: &Deps<'_>, prefix: &str) -> Result<Vec<Quick>, StoreError> {
    let store = Store::new(deps.kv);
    let mut found = Vec::new();
    list_index().each(store, |name| {
        if name.starts_with(prefix) {
            found.extend(store.get::<Quick>(&place(name))?.map(|read| read.value));
        }
        Ok::<_, StoreError>(true)
    })?;
    order::sort_by(&mut found, |one: &Quick, other| one.name.cmp(&other.name));
    Ok(found)
}

/// Takes a quick action away.
///
/// # Errors
/// See [`StoreError`].
pub fn delete(deps: &Deps<'_>, quick: &Quick) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    store.delete_if(&place(&quick.name), |_: &Quick| true)?;
    list_index().remove(store, quick.bucket, &quick.name)?;
    // Somebody may have made one of the same name in between: it has to be in the list.
    if store.get::<Quick>(&place(&quick.name))?.is_some() {
        list_index().add(store, &quick.name)?;
    }
    Ok(())
}

fn list_index() -> Index {
    Index::new("quick")
}

fn place(name: &str) -> String {
    format!("quick/{name}")
}

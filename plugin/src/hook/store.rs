use super::secret::purpose;
use super::{Hook, Key, PREVIOUS_KEPT, Previous, Sources, Wish, usage};
use crate::index::Index;
use crate::module::{self, Bound};
use crate::ports::Deps;
use crate::seal::{Seal, SealError};
use crate::store::{Change, Copy, Store, StoreError};

/// How long a request is judged by what this process read before.
const COPY_SECONDS: u32 = 5;

/// What became of the wish for a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// It is there, and this is its secret.
    Done(Key),
    /// There is one with this name.
    Exists,
}

/// Why a hook was not made or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secret could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// The hook of that name.
///
/// # Errors
/// See [`StoreError`].
pub fn get(deps: &Deps<'_>, name: &str) -> Result<Option<Hook>, StoreError> {
    // What cannot be a name would be a key that the store does not take.
    let Some(name) = crate::ids::name(name) else { return Ok(None) };
    Ok(Store::new(deps.kv).get::<Hook>(&place(&name))?.map(|read| read.value))
}

/// The hook that a request names, and what in the request fits it. It is looked for in a copy first: a hook that was disabled
/// takes nothing at once on this node and within [`COPY_SECONDS`] on the others, and a new secret counts at once on all.
///
/// # Errors
/// See [`StoreError`].
pub fn fitting<T>(
    deps: &Deps<'_>,
    name: &str,
    fits: impl Fn(Option<&Hook>) -> Option<T>,
) -> Result<(Option<Hook>, Option<T>), StoreError> {
    let Some(name) = crate::ids::name(name) else { return Ok((None, None)) };
    let (copy, place) = (copy(deps), place(&name));
    let copied = copy.read::<Hook>(&place);
    // Also where there is none: the time tells nothing about which hooks there are.
    if let Some(found) = fits(copied.as_ref()) {
        return Ok((copied, Some(found)));
    }
    let hook = Store::new(deps.kv).get_copied::<Hook>(&copy, &place)?;
    let found = fits(hook.as_ref());
    Ok((hook, found))
}

/// All hooks, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<Hook>, StoreError> {
    let store = Store::new(deps.kv);
    let mut hooks = Vec::new();
    list_index().each(store, |name| {
        hooks.extend(store.get::<Hook>(&place(name))?.map(|hook| hook.value));
        Ok::<_, StoreError>(true)
    })?;
    Ok(hooks)
}

/// The names of all hooks, the newest first.
pub(super) fn names(deps: &Deps<'_>) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    list_index().each(Store::new(deps.kv), |name| {
        names.push(name.to_owned());
        Ok::<_, StoreError>(true)
    })?;
    Ok(names)
}

/// Makes a hook. Its secret is shown to its owner and kept sealed.
///
/// # Errors
/// See [`HookError`].
pub fn create(deps: &Deps<'_>, seal: &Seal, wish: Wish) -> Result<Made, HookError> {
    let (store, now) = (Store::new(deps.kv), deps.clock.now());
    if get(deps, &wish.name)?.is_some() {
        return Ok(Made::Exists);
    }
    let key = Key::new(deps.secret);
    let secret = key.seal(seal, deps.secret, &wish.name)?;
    let bucket = list_index().add(store, &wish.name)?;
    let hook = Hook {
        name: wish.name,
        owner_id: wish.owner_id,
        team_id: wish.team_id,
        channels: wish.channels,
        has_members: wish.has_members,
        default_channel_id: wish.default_channel_id,
        kinds: wish.kinds,
        severity_min: wish.severity_min,
        shown_per_hour_max: wish.shown_per_hour_max,
        has_only_failures: wish.has_only_failures,
        has_names: wish.has_names,
        sources: wish.sources,
        created_at: now,
        is_disabled: false,
        secret,
        secret_since: now,
        previous: None,
        bucket,
    };
    Ok(if store.create(&place(&hook.name), &hook, None)? { Made::Done(key) } else { Made::Exists })
}

/// Removes a hook with its secrets and counts: one that nobody wants any more, or whose secret nobody got.
///
/// # Errors
/// See [`StoreError`].
pub fn forget(deps: &Deps<'_>, name: &str) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    let Some(hook) = get(deps, name)? else { return Ok(()) };
    module::unbind(deps, Bound::Hook(&hook.name))?;
    store.delete_if(&place(name), |_: &Hook| true)?;
    copy(deps).forget(&place(name));
    list_index().remove(store, hook.bucket, name)?;
    usage::forget(deps, name)
}

/// Gives a hook another secret; the one before is taken for [`PREVIOUS_KEPT`]. None if there is no such hook.
///
/// # Errors
/// See [`HookError`].
pub fn rotate(deps: &Deps<'_>, seal: &Seal, name: &str) -> Result<Option<Key>, HookError> {
    let (key, now) = (Key::new(deps.secret), deps.clock.now());
    let secret = key.seal(seal, deps.secret, name)?;
    let is_there = change(deps, name, |hook| Hook {
        previous: Some(Previous { secret: hook.secret.clone(), until: now.after(PREVIOUS_KEPT) }),
        secret: secret.clone(),
        secret_since: now,
        ..hook.clone()
    })?;
    Ok(is_there.then_some(key))
}

/// Puts back what a rotation replaced, because nobody got the new secret.
///
/// # Errors
/// See [`StoreError`].
pub fn rotate_back(deps: &Deps<'_>, before: &Hook) -> Result<bool, StoreError> {
    change(deps, &before.name, |hook| Hook {
        previous: before.previous.clone(),
        secret: before.secret.clone(),
        secret_since: before.secret_since,
        ..hook.clone()
    })
}

/// Lets a hook take nothing, or events again; false if there is no such hook.
///
/// # Errors
/// See [`StoreError`].
pub fn set_disabled(deps: &Deps<'_>, name: &str, is_disabled: bool) -> Result<bool, StoreError> {
    change(deps, name, |hook| Hook { is_disabled, ..hook.clone() })
}

/// Lets a hook take requests from there only; false if there is no such hook.
///
/// # Errors
/// See [`StoreError`].
pub fn set_sources(deps: &Deps<'_>, name: &str, sources: &Sources) -> Result<bool, StoreError> {
    change(deps, name, |hook| Hook { sources: sources.clone(), ..hook.clone() })
}

/// Seals the secrets of a hook under the current encryption key; false if neither key opens the current one. The hook stays:
/// an administrator gives it another secret.
///
/// # Errors
/// See [`StoreError`].
pub fn reseal(deps: &Deps<'_>, seal: &Seal, name: &str) -> Result<bool, StoreError> {
    update(deps, name, |hook| {
        let Some(hook) = hook else { return Change::Keep(true) };
        let again = |sealed: &str| seal.again(deps.secret, &purpose(name), sealed);
        let Ok(secret) = again(&hook.secret) else { return Change::Keep(false) };
        // One that cannot be opened any more is of no use; it has a day to live anyway.
        let previous = hook.previous.as_ref().and_then(|previous| {
            let secret = again(&previous.secret).ok()?.unwrap_or_else(|| previous.secret.clone());
            Some(Previous { secret, ..previous.clone() })
        });
        if secret.is_none() && previous == hook.previous {
            return Change::Keep(true);
        }
        let secret = secret.unwrap_or_else(|| hook.secret.clone());
        Change::Put(Hook { secret, previous, ..hook.clone() }, true)
    })
}

fn change(deps: &Deps<'_>, name: &str, new: impl Fn(&Hook) -> Hook) -> Result<bool, StoreError> {
    update(deps, name, |hook| match hook {
        Some(hook) => Change::Put(new(hook), true),
        None => Change::Keep(false),
    })
}

fn update(
    deps: &Deps<'_>,
    name: &str,
    decide: impl FnMut(Option<&Hook>) -> Change<Hook, bool>,
) -> Result<bool, StoreError> {
    let result = Store::new(deps.kv).update(&place(name), None, decide);
    // After a write, or one that nobody knows of.
    copy(deps).forget(&place(name));
    result
}

fn copy<'a>(deps: &Deps<'a>) -> Copy<'a> {
    Copy { cache: deps.cache, seconds: COPY_SECONDS }
}

fn list_index() -> Index {
    Index::new("hook")
}

fn place(name: &str) -> String {
    format!("hook/{name}")
}

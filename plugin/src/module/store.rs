use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Bound, FAILURES_MAX, Module, Off};
use crate::ports::Deps;
use crate::store::{Change, Store, StoreError, Stored};
use crate::text::hexadecimal;

/// Bytes of a module.
pub const CODE_BYTES_MAX: usize = 1 << 20;
/// Modules of a server: all are one value of the store.
pub const MODULES_MAX: usize = 50;

const LIST: &str = "mod/list";
/// How long a process believes its own copy of the list: an event then costs no call of the store.
const COPY_SECONDS: u32 = 5;
/// Bytes of one piece: in base64 it fits a value of the store.
const PIECE_BYTES: usize = 180 << 10;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct List {
    modules: Vec<Module>,
}

impl Stored for List {
    const VERSION: u32 = 1;
}

#[derive(Serialize, Deserialize)]
struct Piece {
    base64: String,
}

impl Stored for Piece {
    const VERSION: u32 = 1;
}

/// What became of a new module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there, in place of an earlier one with that name if there was one.
    Done {
        /// Whether there was one.
        is_replaced: bool,
    },
    /// Another module, this one, has one of its hooks or subscriptions.
    Taken(String),
    /// There are [`MODULES_MAX`] already.
    Full,
}

/// All modules, the oldest first.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<Module>, StoreError> {
    Ok(Store::new(deps.kv).get::<List>(LIST)?.map(|read| read.value.modules).unwrap_or_default())
}

/// The same from this process's own copy, which may be a few seconds old.
pub(super) fn copied(deps: &Deps<'_>) -> Result<Vec<Module>, StoreError> {
    if let Some(list) = deps.cache.get(LIST).and_then(|bytes| serde_json::from_slice::<List>(&bytes).ok()) {
        return Ok(list.modules);
    }
    let list = List { modules: all(deps)? };
    deps.cache.set(LIST, &serde_json::to_vec(&list).unwrap_or_default(), COPY_SECONDS);
    Ok(list.modules)
}

/// The module of that name.
///
/// # Errors
/// See [`StoreError`].
pub fn get(deps: &Deps<'_>, name: &str) -> Result<Option<Module>, StoreError> {
    Ok(all(deps)?.into_iter().find(|module| module.name == name))
}

/// Keeps a module with its code: the code first, so that nobody finds a module without it.
///
/// # Errors
/// See [`StoreError`].
pub fn add(deps: &Deps<'_>, module: &Module, code: &[u8]) -> Result<Added, StoreError> {
    for (number, piece) in code.chunks(PIECE_BYTES).enumerate() {
        let piece = Piece { base64: STANDARD.encode(piece) };
        // The same code has the same place and the same pieces.
        Store::new(deps.kv).create(&place(&module.sha256, number), &piece, None)?;
    }
    let before = get(deps, &module.name)?;
    let added = update(deps, |modules| {
        if let Some(other) = modules.iter().find(|known| collide(known, module)) {
            return Change::Keep(Added::Taken(other.name.clone()));
        }
        let mut modules = modules.to_vec();
        let known = modules.iter().position(|known| known.name == module.name);
        let is_replaced = known.is_some();
        match known {
            Some(place) => modules[place] = module.clone(),
            None if modules.len() >= MODULES_MAX => return Change::Keep(Added::Full),
            None => modules.push(module.clone()),
        }
        Change::Put(modules, Added::Done { is_replaced })
    })?;
    let is_added = matches!(added, Added::Done { .. });
    let surplus = if is_added { before } else { Some(module.clone()) };
    surplus.map_or(Ok(()), |surplus| forget_code(deps, &surplus))?;
    Ok(added)
}

/// Changes a module; what it is bound to must not be another's. None if there is no such module.
///
/// # Errors
/// See [`StoreError`].
pub fn change(deps: &Deps<'_>, name: &str, new: impl Fn(&mut Module)) -> Result<Option<Added>, StoreError> {
    update(deps, |modules| {
        let mut modules = modules.to_vec();
        let Some(place) = modules.iter().position(|module| module.name == name) else { return Change::Keep(None) };
        let before = modules[place].clone();
        new(&mut modules[place]);
        if modules[place] == before {
            return Change::Keep(Some(Added::Done { is_replaced: true }));
        }
        if let Some(other) = modules.iter().find(|known| collide(known, &modules[place])) {
            return Change::Keep(Some(Added::Taken(other.name.clone())));
        }
        Change::Put(modules, Some(Added::Done { is_replaced: true }))
    })
}

/// Counts a failure of this very code; whether it is the one that switched the module off.
pub(super) fn fail(deps: &Deps<'_>, module: &Module, why: &str) -> Result<bool, StoreError> {
    alter(deps, |known| {
        if !is_same(known, module) || known.off.is_some() {
            return None;
        }
        known.failures += 1;
        let is_last = known.failures >= FAILURES_MAX;
        if is_last {
            known.off = Some(Off::Failed(why.to_owned()));
            known.untold_since = Some(deps.clock.now());
        }
        Some(is_last)
    })
}

/// The row of failures has ended.
pub(super) fn worked(deps: &Deps<'_>, module: &Module) -> Result<(), StoreError> {
    alter(deps, |known| {
        let has_row = is_same(known, module) && known.off.is_none() && known.failures > 0;
        has_row.then(|| known.failures = 0)
    })
}

/// Everybody heard why this one is off.
pub(super) fn told(deps: &Deps<'_>, module: &Module) -> Result<(), StoreError> {
    alter(deps, |known| {
        let is_this = known.name == module.name && known.untold_since == module.untold_since;
        is_this.then(|| known.untold_since = None)
    })
}

/// No module gets the events of this one any more: it is about to go, and whatever is called like it later is another.
///
/// # Errors
/// See [`StoreError`].
pub fn unbind(deps: &Deps<'_>, bound: Bound<'_>) -> Result<(), StoreError> {
    alter(deps, |known| {
        let is_bound = known.is_bound(bound);
        is_bound.then(|| match bound {
            Bound::Hook(name) => known.hooks.retain(|hook| hook != name),
            Bound::Subscription(id) => known.subscriptions.retain(|known| known != id),
        })
    })
}

/// Takes a module and its code away; false if it was gone already.
///
/// # Errors
/// See [`StoreError`].
pub fn remove(deps: &Deps<'_>, name: &str) -> Result<bool, StoreError> {
    let removed = update(deps, |modules| {
        let (gone, left): (Vec<_>, Vec<_>) = modules.iter().cloned().partition(|module| module.name == name);
        match gone.into_iter().next() {
            None => Change::Keep(None),
            Some(gone) => Change::Put(left, Some(gone)),
        }
    })?;
    let Some(removed) = removed else { return Ok(false) };
    forget_code(deps, &removed)?;
    Ok(true)
}

/// Whether a module of this code is there.
///
/// # Errors
/// See [`StoreError`].
pub fn is_kept(deps: &Deps<'_>, sha256: &str) -> Result<bool, StoreError> {
    Ok(all(deps)?.iter().any(|module| module.sha256 == sha256))
}

/// The code of a module; none if a piece is missing or is not what was added.
pub(super) fn code(deps: &Deps<'_>, module: &Module) -> Result<Option<Vec<u8>>, StoreError> {
    let mut code = Vec::with_capacity(module.bytes.min(CODE_BYTES_MAX));
    for number in 0..module.bytes.div_ceil(PIECE_BYTES) {
        let Some(piece) = Store::new(deps.kv).get::<Piece>(&place(&module.sha256, number))? else { return Ok(None) };
        let Ok(piece) = STANDARD.decode(piece.value.base64) else { return Ok(None) };
        code.extend(piece);
    }
    Ok((hexadecimal(&Sha256::digest(&code)) == module.sha256).then_some(code))
}

/// Unless another module has the same.
fn forget_code(deps: &Deps<'_>, module: &Module) -> Result<(), StoreError> {
    if is_kept(deps, &module.sha256)? {
        return Ok(());
    }
    for number in 0..module.bytes.div_ceil(PIECE_BYTES) {
        Store::new(deps.kv).delete_if(&place(&module.sha256, number), |_: &Piece| true)?;
    }
    Ok(())
}

/// Changes the first module for which there is an answer; the answer of none is the default.
fn alter<R: Default>(deps: &Deps<'_>, change: impl Fn(&mut Module) -> Option<R>) -> Result<R, StoreError> {
    update(deps, |modules| {
        let mut modules = modules.to_vec();
        match modules.iter_mut().find_map(&change) {
            Some(answer) => Change::Put(modules, answer),
            None => Change::Keep(R::default()),
        }
    })
}

fn is_same(known: &Module, module: &Module) -> bool {
    known.name == module.name && known.sha256 == module.sha256
}

fn collide(known: &Module, new: &Module) -> bool {
    known.name != new.name
        && (new.hooks.iter().any(|hook| known.hooks.contains(hook))
            || new.subscriptions.iter().any(|id| known.subscriptions.contains(id)))
}

fn update<R>(deps: &Deps<'_>, mut decide: impl FnMut(&[Module]) -> Change<Vec<Module>, R>) -> Result<R, StoreError> {
    let result = Store::new(deps.kv).update(LIST, None, |list: Option<&List>| {
        match decide(list.map(|list| list.modules.as_slice()).unwrap_or_default()) {
            Change::Keep(result) => Change::Keep(result),
            Change::Put(modules, result) => Change::Put(List { modules }, result),
        }
    })?;
    deps.cache.delete(LIST);
    Ok(result)
}

fn place(sha256: &str, number: usize) -> String {
    format!("mod/{sha256}/{number}")
}

//! The freeze (requirement 5.6): one value under `sys/gate` that every write to Odoo asks by an atomic operation directly
//! before it is sent, so that no replica that lags behind lets one pass.

use serde::{Deserialize, Serialize};

use crate::ports::{Deps, Kv, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

const KEY: &str = "sys/gate";
/// Times that the gate may change while it is asked.
const TRIES_MAX: u32 = 5;

/// Why and since when nothing is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// Who closed the gate: a user id.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why; may be empty.
    pub reason: String,
}

/// Why a write is not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// An admin froze everything.
    #[error("writing is frozen")]
    Frozen(Freeze),
    /// Nobody knows whether the gate is open, so it is not.
    #[error("the gate cannot be asked: {0}")]
    Unknown(#[from] StoreError),
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Gate {
    #[serde(default)]
    freeze: Option<Freeze>,
}

impl Stored for Gate {
    const VERSION: u32 = 1;
}

/// Passes if the gate is open at this very moment.
///
/// # Errors
/// See [`Closed`].
pub fn pass(kv: &dyn Kv) -> Result<(), Closed> {
    let store = Store::new(kv);
    for _ in 0..TRIES_MAX {
        // What was read may be old; only what is still there counts.
        let is_current = match store.get::<Gate>(KEY)? {
            None => store.create(KEY, &Gate::default(), None)?,
            Some(read) if store.is_current(KEY, &read)? => match read.value.freeze {
                Some(freeze) => return Err(Closed::Frozen(freeze)),
                None => true,
            },
            Some(_) => false,
        };
        if is_current {
            return Ok(());
        }
    }
    Err(StoreError::Contended { key: KEY.to_owned() }.into())
}

/// The freeze, if there is one, for people to read.
///
/// # Errors
/// See [`StoreError`].
pub fn freeze(deps: &Deps<'_>) -> Result<Option<Freeze>, StoreError> {
    Ok(Store::new(deps.kv).get::<Gate>(KEY)?.and_then(|read| read.value.freeze))
}

/// Closes the gate; returns the freeze that is in force, which may be an earlier one.
///
/// # Errors
/// See [`StoreError`].
pub fn close(deps: &Deps<'_>, user_id: &str, reason: &str) -> Result<Freeze, StoreError> {
    let new = Freeze { by: user_id.to_owned(), at: deps.clock.now(), reason: reason.to_owned() };
    Store::new(deps.kv).update(KEY, None, |gate: Option<&Gate>| match gate.and_then(|gate| gate.freeze.clone()) {
        Some(freeze) => Change::Keep(freeze),
        None => Change::Put(Gate { freeze: Some(new.clone()) }, new.clone()),
    })
}

/// Opens the gate; returns the freeze that was in force, if there was one.
///
/// # Errors
/// See [`StoreError`].
pub fn open(deps: &Deps<'_>) -> Result<Option<Freeze>, StoreError> {
    Store::new(deps.kv).update(KEY, None, |gate: Option<&Gate>| match gate.and_then(|gate| gate.freeze.clone()) {
        Some(freeze) => Change::Put(Gate::default(), Some(freeze)),
        None => Change::Keep(None),
    })
}

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Entry, Outcome, Recorded};
use crate::ports::{Deps, Level};
use crate::store::{Store, StoreError, Stored};

pub(super) const HEAD_KEY: &str = "aud/head";
/// Times that another node may be faster before we give up.
const TRIES_MAX: u32 = 40;
/// Between two tries, plus up to as much again: what is read may come from a replica that is behind.
const PAUSE: Duration = Duration::from_millis(10);

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) last: Recorded,
    /// The day of the first entry ever: where to look for what is to be pruned first.
    pub(super) first_day: String,
}

impl Stored for Head {
    const VERSION: u32 = 1;
}

/// Records what happened. It happened already, so a store that fails undoes nothing: the entry goes to the server's log.
pub fn record(deps: &Deps<'_>, entry: &Entry<'_>) {
    if let Err(error) = append(deps, entry) {
        let fields = [
            ("action", entry.action.to_owned()),
            ("object", entry.object.to_owned()),
            ("outcome", entry.outcome.name().into()),
            ("detail", entry.detail.into()),
            ("user_id", entry.who.user_id.clone()),
            ("key_id", entry.who.key_id.clone()),
            ("request_id", entry.request_id.into()),
            ("error", error.to_string()),
        ];
        deps.log.write(Level::Error, "The audit could not be written", &fields);
    }
    copy(deps, entry);
}

/// The server's own audit log gets it too.
fn copy(deps: &Deps<'_>, entry: &Entry<'_>) {
    let fields = [
        ("object", entry.object.to_owned()),
        ("outcome", entry.outcome.name().into()),
        ("detail", entry.detail.into()),
        ("credential", entry.credential.name().into()),
        ("key_id", entry.who.key_id.clone()),
        ("digest", entry.digest.into()),
        ("request_id", entry.request_id.into()),
    ];
    let is_success = matches!(entry.outcome, Outcome::Done | Outcome::Partial);
    deps.log.audit(entry.action, is_success, &entry.who.user_id, &fields);
}

fn append(deps: &Deps<'_>, entry: &Entry<'_>) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    // What we tried to put last without hearing whether it worked.
    let mut unheard: Option<(Recorded, StoreError)> = None;
    for _ in 0..TRIES_MAX {
        let head = store.get::<Head>(HEAD_KEY)?;
        let last = head.as_ref().map(|head| &head.value.last);
        if unheard.is_some() && last == unheard.as_ref().map(|(mine, _)| mine) {
            return Ok(());
        }
        if let Some(last) = last {
            put_in_place(store, last)?;
        }
        let next = Recorded::after(last, entry, deps.clock.now());
        let first_day = head.as_ref().map_or_else(|| next.day.clone(), |head| head.value.first_day.clone());
        let new = Head { last: next, first_day };
        let won = match &head {
            Some(head) => store.replace(HEAD_KEY, head, &new),
            None => store.create(HEAD_KEY, &new, None),
        };
        match won {
            Ok(true) => {
                if let Err(error) = put_in_place(store, &new.last) {
                    let fields = [("number", new.last.number.to_string()), ("error", error.to_string())];
                    deps.log.write(Level::Warn, "An entry of the audit waits for the next one", &fields);
                }
                return Ok(());
            }
            Ok(false) => {}
            Err(error @ StoreError::Unavailable(_)) => unheard = Some((new.last, error)),
            Err(error) => return Err(error),
        }
        deps.clock.wait(PAUSE + PAUSE.mul_f64((deps.random)() as f64 / u64::MAX as f64));
    }
    Err(unheard.map_or_else(|| StoreError::Contended { key: HEAD_KEY.into() }, |(_, error)| error))
}

/// Puts the head's entry where it belongs. One that is there already stays, whatever it holds: `verify` compares.
fn put_in_place(store: Store<'_>, entry: &Recorded) -> Result<(), StoreError> {
    match store.get::<Recorded>(&entry.key()) {
        Ok(Some(_)) | Err(StoreError::Unreadable { .. }) => Ok(()),
        Ok(None) => store.create(&entry.key(), entry, None).map(drop),
        Err(error) => Err(error),
    }
}

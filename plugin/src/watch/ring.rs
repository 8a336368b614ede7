//! Doorbells: somebody says "look at this record". It is looked at after 2, 10 and 60 seconds, because Odoo rings before it
//! commits (requirement 6.2, F9). A forged ring costs one read.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::poll::{PollError, Round};
use super::{Watched, gone};
use crate::odoo::Filter;
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Copy, Store, StoreError, Stored};

const KEY: &str = "q/rings";
/// When a record is looked at, from the ring.
const LOOKS: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(60)];
/// More than that are left to the poll.
const RINGS_MAX: usize = 2_000;
/// Records that are read at once.
const READ_MAX: usize = 100;
const COPY_SECONDS: u32 = 5;

/// Who is to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Rings {
    rings: Vec<Ring>,
}

/// Somebody says that a record is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ring {
    model: String,
    id: i64,
    at: Timestamp,
    /// Looks so far.
    looks: usize,
}

impl Stored for Rings {
    const VERSION: u32 = 1;
}

impl Ring {
    fn due(&self) -> Timestamp {
        self.at.after(LOOKS[self.looks.min(LOOKS.len() - 1)])
    }
}

/// Remembers that a record is to be looked at; rings of one record within 2 s are one. Nobody looks at models that nobody
/// follows.
///
/// # Errors
/// See [`StoreError`].
pub fn ring(deps: &Deps<'_>, model: &str, id: i64) -> Result<(), StoreError> {
    let Some(watched) = Watched::of(model) else { return Ok(()) };
    let now = deps.clock.now();
    let copy = Copy { cache: deps.cache, seconds: COPY_SECONDS };
    Store::new(deps.kv).update_copied(&copy, KEY, None, |rings: Option<&Rings>| {
        let mut rings = rings.cloned().unwrap_or_default();
        match rings.rings.iter().position(|ring| ring.model == watched.model && ring.id == id) {
            Some(place) if rings.rings[place].looks == 0 => return Change::Keep(()),
            Some(place) => rings.rings[place] = Ring { at: now, looks: 0, ..rings.rings[place].clone() },
            None if rings.rings.len() >= RINGS_MAX => return Change::Keep(()),
            None => rings.rings.push(Ring { model: watched.model.to_owned(), id, at: now, looks: 0 }),
        }
        Change::Put(rings, ())
    })
}

/// The rings whose time has come.
pub(super) fn due(deps: &Deps<'_>) -> Result<Vec<Ring>, StoreError> {
    let now = deps.clock.now();
    let rings = Store::new(deps.kv).get::<Rings>(KEY)?.map(|read| read.value).unwrap_or_default();
    Ok(rings.rings.into_iter().filter(|ring| ring.due() <= now).collect())
}

/// Looks at the records of a model that rang.
pub(super) fn look(round: &Round<'_>, due: &[Ring]) -> Result<(), PollError> {
    let due = due.iter().filter(|ring| ring.model == round.watched.model);
    let due: Vec<_> = due.take(READ_MAX).cloned().collect();
    if due.is_empty() {
        return Ok(());
    }
    // Without a cursor nobody knows yet what is news; the poll begins with that.
    let Some(cursor) = Cursor::get(round.deps, round.watched.model)? else { return Ok(()) };
    let ids = due.iter().map(|ring| ring.id).collect();
    let limit = u32::try_from(due.len()).unwrap_or(u32::MAX);
    let filter = Filter::All(vec![round.watched.everything(), Filter::In("id", ids)]);
    let rows = round.rows(filter, "id asc", limit)?;
    let mut told = round.see(&rows, &cursor.baseline)?;
    for ring in &due {
        if !rows.iter().any(|row| row.id() == Some(ring.id)) && gone::tell(round, ring.id)? {
            told.push(ring.id);
        }
    }
    forget(round, &due, &told)?;
    Ok(())
}

/// What was told is over; the rest is looked at again, or was rolled back.
fn forget(round: &Round<'_>, due: &[Ring], told: &[i64]) -> Result<(), StoreError> {
    let copy = Copy { cache: round.deps.cache, seconds: COPY_SECONDS };
    Store::new(round.deps.kv).update_copied(&copy, KEY, None, |rings: Option<&Rings>| {
        let left = rings.into_iter().flat_map(|rings| &rings.rings).filter_map(|ring| {
            // One that rang again since is another ring.
            if !due.contains(ring) {
                return Some(ring.clone());
            }
            let looks = ring.looks + 1;
            (!told.contains(&ring.id) && looks < LOOKS.len()).then(|| Ring { looks, ..ring.clone() })
        });
        Change::Put(Rings { rings: left.collect() }, ())
    })
}

//! What was seen of a record last: `tk/<model>/<id>`. Seeing it again tells what is different, each time once.

use serde::{Deserialize, Serialize};

use super::cursor::Baseline;
use super::{Kind, Seen, Sighting, Watched, gone};
use crate::odoo::Row;
use crate::odoo::document::STATE;
use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// Two moments that Odoo wrote down for one write may differ by so much.
const SAME_MS: i64 = 2_000;

/// What was seen last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tracked {
    seen: Seen,
    /// The event that told it; none if nobody wanted to hear of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_event: Option<String>,
    /// What Odoo wrote down of its changes was told up to this id.
    #[serde(default)]
    tracked_to: i64,
    /// Where it stands on the list of records that were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listed_in: Option<u64>,
    /// Odoo did not show it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_gone: bool,
}

/// A record that was written since it was seen.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) id: i64,
    pub(super) before: Option<Seen>,
    pub(super) now: Seen,
    /// What the difference says; nothing if there is none.
    pub(super) kinds: Vec<Kind>,
    pub(super) tracked_to: i64,
    pub(super) last_event: Option<String>,
    listed_in: Option<u64>,
}

/// What is known of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When it had been written last when it was seen last, by Odoo's clock.
    pub written_at: Timestamp,
    /// The key of the event that told it.
    pub last_event: Option<String>,
}

/// What is known of a record; none if no change of it was seen.
///
/// # Errors
/// See [`StoreError`].
pub fn known(deps: &Deps<'_>, model: &str, id: i64) -> Result<Option<Known>, StoreError> {
    let read = Store::new(deps.kv).get::<Tracked>(&key(model, id))?.map(|read| read.value);
    Ok(read.map(|tracked| Known { written_at: tracked.seen.written_at, last_event: tracked.last_event }))
}

impl Stored for Tracked {
    const VERSION: u32 = 1;
}

/// The fields that [`compare`] wants besides those that are watched.
pub(super) const FURTHER: [&str; 4] = ["create_date", "write_date", "write_uid", "date_last_stage_update"];

/// What is different about a record since it was seen last; none if it was not written, or if it was never seen and is part
/// of `baseline`: what was there before anybody subscribed is no news.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn compare(
    deps: &Deps<'_>,
    watched: &Watched,
    row: &Row,
    baseline: &Baseline,
) -> Result<Option<Written>, StoreError> {
    let Some(id) = row.id() else { return Ok(None) };
    let now = seen(watched, row);
    let key = key(watched.model, id);
    let Some(read) = Store::new(deps.kv).get::<Tracked>(&key)? else {
        if baseline.has(id, now.written_at) {
            return Ok(None);
        }
        let kinds = kinds_of_unknown(watched, row, &now, baseline);
        return Ok(Some(Written { id, before: None, now, kinds, tracked_to: 0, last_event: None, listed_in: None }));
    };
    let Tracked { seen: before, last_event, tracked_to, listed_in, is_gone: _ } = read.value;
    let is_same = before.values == now.values;
    if now.written_at < before.written_at || (is_same && now.written_at == before.written_at) {
        return Ok(None);
    }
    let kinds = if is_same { Vec::new() } else { kinds(watched, &before, &now) };
    Ok(Some(Written { id, before: Some(before), now, kinds, tracked_to, last_event, listed_in }))
}

/// Remembers how a record was seen, after everybody who wants to know was told.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn remember(
    deps: &Deps<'_>,
    watched: &Watched,
    written: &Written,
    event: Option<&str>,
    tracked_to: i64,
) -> Result<(), StoreError> {
    let key = key(watched.model, written.id);
    let listed_in = match written.listed_in {
        None if event.is_some() => Some(gone::list(deps, watched.model, written.id)?),
        listed_in => listed_in,
    };
    Store::new(deps.kv).update(&key, None, |tracked: Option<&Tracked>| match tracked {
        // Somebody saw it later.
        Some(tracked) if tracked.seen.written_at > written.now.written_at => Change::Keep(()),
        _ => {
            let last_event = event.map(ToOwned::to_owned);
            let seen = written.now.clone();
            Change::Put(Tracked { seen, last_event, tracked_to, listed_in, is_gone: false }, ())
        }
    })
}

/// Whether a record was seen before.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn is_known(deps: &Deps<'_>, watched: &Watched, id: i64) -> Result<bool, StoreError> {
    Ok(Store::new(deps.kv).get::<Tracked>(&key(watched.model, id))?.is_some())
}

/// Remembers a record that was never seen, so that the next difference has a value before it.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn begin(deps: &Deps<'_>, sighting: &Sighting) -> Result<(), StoreError> {
    let listed_in = Some(gone::list(deps, &sighting.model, sighting.id)?);
    let tracked = Tracked { seen: sighting.now.clone(), last_event: None, tracked_to: 0, listed_in, is_gone: false };
    Store::new(deps.kv).create(&key(&sighting.model, sighting.id), &tracked, None).map(drop)
}

/// Remembers a record as it is, whether it was seen before or not: that it is so is no news.
///
/// # Errors
/// See [`StoreError`].
pub(super) fn set(deps: &Deps<'_>, watched: &Watched, sighting: &Sighting) -> Result<(), StoreError> {
    begin(deps, sighting)?;
    update(deps, watched, sighting.id, |tracked| match tracked.seen.written_at < sighting.now.written_at {
        true => Tracked { seen: sighting.now.clone(), ..tracked },
        // Somebody saw it later.
        false => tracked,
    })
}

/// How a record was seen last; none if it never was, or is known to be gone.
pub(super) fn present(deps: &Deps<'_>, watched: &Watched, id: i64) -> Result<Option<Seen>, StoreError> {
    let read = Store::new(deps.kv).get::<Tracked>(&key(watched.model, id))?;
    Ok(read.map(|read| read.value).filter(|tracked| !tracked.is_gone).map(|tracked| tracked.seen))
}

/// Remembers that a record is gone.
pub(super) fn is_gone(deps: &Deps<'_>, watched: &Watched, id: i64) -> Result<(), StoreError> {
    update(deps, watched, id, |tracked| Tracked { is_gone: true, ..tracked })
}

/// Takes a record off the list of those that were told.
pub(super) fn unlist(deps: &Deps<'_>, watched: &Watched, id: i64) -> Result<(), StoreError> {
    let read = Store::new(deps.kv).get::<Tracked>(&key(watched.model, id))?;
    if let Some(bucket) = read.and_then(|read| read.value.listed_in) {
        gone::unlist(deps, watched.model, bucket, id)?;
    }
    update(deps, watched, id, |tracked| Tracked { listed_in: None, ..tracked })
}

fn update(deps: &Deps<'_>, watched: &Watched, id: i64, change: impl Fn(Tracked) -> Tracked) -> Result<(), StoreError> {
    Store::new(deps.kv).update(&key(watched.model, id), None, |tracked: Option<&Tracked>| match tracked {
        Some(tracked) => Change::Put(change(tracked.clone()), ()),
        None => Change::Keep(()),
    })
}

fn key(model: &str, id: i64) -> String {
    format!("tk/{model}/{id}")
}

/// A record as it was read.
pub(super) fn seen(watched: &Watched, row: &Row) -> Seen {
    let value = |field: &&str| Some(((*field).to_owned(), row.raw(field)?.clone()));
    let writer = row.many2one("write_uid");
    Seen {
        values: order::filled(watched.fields.iter().filter_map(value)),
        written_at: row.datetime("write_date").unwrap_or_default(),
        written_by_id: writer.as_ref().map(|user| user.id),
        written_by: writer.map(|user| user.label).unwrap_or_default(),
    }
}

/// Of a record that nobody looked at before.
fn kinds_of_unknown(watched: &Watched, row: &Row, now: &Seen, baseline: &Baseline) -> Vec<Kind> {
    let approval = watched.is_waiting(now).then_some(Kind::Approval);
    if row.datetime("create_date").is_some_and(|created| created >= baseline.at) {
        return [Kind::Create].into_iter().chain(approval).collect();
    }
    let staged = row.datetime(watched.staged_at).filter(|_| !watched.staged_at.is_empty());
    let is_staged = staged.is_some_and(|staged| (now.written_at.0 - staged.0).abs() <= SAME_MS);
    // What waited when somebody began to follow was remembered then, so that this came to wait since.
    [Kind::Change].into_iter().chain(is_staged.then_some(Kind::Stage)).chain(approval).collect()
}

pub(super) fn kinds(watched: &Watched, before: &Seen, now: &Seen) -> Vec<Kind> {
    let is_different = |field: &str| before.values.get(field) != now.values.get(field);
    let mut kinds = vec![Kind::Change];
    kinds.extend(is_different("stage_id").then_some(Kind::Stage));
    kinds.extend(is_different(watched.assigned).then_some(Kind::Assign));
    kinds.extend(is_different("active").then_some(Kind::Archive));
    let is_decided = is_different(STATE) && (watched.is_waiting(before) || watched.is_waiting(now));
    kinds.extend(is_decided.then_some(Kind::Approval));
    kinds
}

//! Storing an event, before its sender is answered.

use super::lane::{Item, Lane, LaneError};
use super::subject::Subject;
use super::work::wake;
use super::{Event, KEPT_SECONDS, copy, dead, key, place};
use crate::ports::Deps;
use crate::settings::Settings;
use crate::store::{Store, StoreError};

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Names it in `trace` and in the API.
    pub key: String,
    /// It was stored before; nothing happens a second time.
    pub is_duplicate: bool,
}

/// Why an event is not stored. Its sender sends it again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// Too much is waiting to be delivered.
    #[error("too many events wait to be delivered")]
    Full,
    /// It may be stored, or not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LaneError> for AcceptError {
    fn from(error: LaneError) -> Self {
        match error {
            LaneError::Full => Self::Full,
            LaneError::Store(error) => error.into(),
        }
    }
}

/// Stores an event and lets it be delivered. Twice the same is once: a sender that heard nothing sends it again.
///
/// # Errors
/// See [`AcceptError`].
pub fn accept(deps: &Deps<'_>, event: &Event) -> Result<Accepted, AcceptError> {
    let (key, store) = (key(&event.source, &event.id), Store::new(deps.kv));
    let is_new = store.create_copied(&copy(deps), &place(&key), event, Some(KEPT_SECONDS))?;
    // A replica that is behind does not know it yet.
    let stored = if is_new { None } else { store.get::<Event>(&place(&key))?.map(|read| read.value) };
    let known = stored.as_ref().unwrap_or(event);
    let outcome = if is_new { "accepted" } else { "duplicate" };
    deps.monitor.count("odoo_events_total", &[("source", event.source.word()), ("outcome", outcome)]);
    if is_new && event.has_failed_module() {
        dead::list(deps, &key)?;
    }
    if known.is_dead() {
        dead::note(deps, &Settings::current(deps).settings, &key)?;
    }
    if known.is_settled() {
        return Ok(Accepted { key, is_duplicate: !is_new });
    }
    // Whoever stored it may have died before this.
    let subject = Subject::of(event);
    let item = if is_new { Item::new(&key, known) } else { Item::again(&key, known) };
    Lane::of(subject.lane).push(deps, &item)?;
    wake(deps, subject.lane);
    Ok(Accepted { key, is_duplicate: !is_new })
}

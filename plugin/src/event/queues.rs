//! A look at the queues, for administrators: what waits, since when, and what failed. It changes nothing.

use std::collections::HashSet;

use super::lane::{Item, Lane};
use super::subject::number;
use super::{DeliveryState, Event, LANES, QUESTION_LANES, get};
use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::store::StoreError;

/// Events that are read, however many failed.
const READ_MAX: usize = 100;

/// What there is to be delivered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queues {
    /// How many events wait.
    pub waiting: usize,
    /// When the oldest of them was stored.
    pub oldest: Option<Timestamp>,
    /// Events with a delivery that failed and is tried again, with their keys, the next one first.
    pub failed: Vec<(String, Event)>,
    /// Further events that wait for another try.
    pub more: usize,
}

/// How long the queues are, and what failed in them; of that the first `failed_max`.
///
/// # Errors
/// See [`StoreError`].
pub fn queues(deps: &Deps<'_>, failed_max: usize) -> Result<Queues, StoreError> {
    let (mut queues, mut held) = (Queues::default(), Vec::new());
    for lane in 0..LANES + QUESTION_LANES {
        let items = Lane::of(lane).items(deps)?;
        queues.waiting += items.len();
        // What came first stands first.
        if let Some(event) = items.first().map(|item| get(deps, &item.key)).transpose()?.flatten() {
            let at = event.received_at;
            queues.oldest = Some(queues.oldest.map_or(at, |oldest| oldest.min(at)));
        }
        // Others wait for their turn, or for a channel that has enough for now.
        held.extend(items.into_iter().filter(|item| item.is_uncertain));
    }
    order::sort_by_key(&mut held, |item| item.due);
    queues.more = held.len().saturating_sub(READ_MAX);
    for Item { key, .. } in held.into_iter().take(READ_MAX) {
        let failed = get(deps, &key)?.filter(|event| event.deliveries.iter().any(|one| is_failed(&one.state)));
        match failed {
            Some(event) if queues.failed.len() < failed_max => queues.failed.push((key, event)),
            Some(_) => queues.more += 1,
            None => {}
        }
    }
    Ok(queues)
}

/// The first events that wait and are about one of these subjects, with their keys.
///
/// # Errors
/// See [`StoreError`].
pub fn waiting_about(
    deps: &Deps<'_>,
    subjects: &[String],
    events_max: usize,
) -> Result<Vec<(String, Event)>, StoreError> {
    let numbers: Vec<_> = subjects.iter().map(|subject| number(subject)).collect();
    let lanes: HashSet<_> =
        numbers.iter().flat_map(|number| [number % LANES, LANES + number % QUESTION_LANES]).collect();
    let mut found = Vec::new();
    for lane in lanes {
        for item in Lane::of(lane).items(deps)?.into_iter().filter(|item| numbers.contains(&item.subject)) {
            if found.len() >= events_max {
                return Ok(found);
            }
            // Others may have the same number.
            let event = get(deps, &item.key)?.filter(|event| subjects.contains(&event.subject));
            found.extend(event.map(|event| (item.key, event)));
        }
    }
    Ok(found)
}

fn is_failed(state: &DeliveryState) -> bool {
    matches!(state, DeliveryState::Failed { .. })
}

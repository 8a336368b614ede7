//! What administrators see of events that could not be shown, and what they do about them.

use super::delivery::{Delivery, State};
use super::lane::{Item, Lane};
use super::subject::Subject;
use super::work::wake;
use super::{AcceptError, Content, Event, KEPT_SECONDS, LANES, QUESTION_LANES, copy, dead, place};
use crate::ports::Deps;
use crate::store::{Change, Store, StoreError};

/// Events with a delivery that ran out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeadLetters {
    /// With their keys, the latest first.
    pub events: Vec<(String, Event)>,
    /// Whether there are more.
    pub has_more: bool,
}

/// What became of the wish to try an event again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retried {
    /// It is tried again.
    Done,
    /// There is no such event, or none any more.
    Missing,
    /// It was delivered or dropped: nothing is left to be tried.
    Settled,
    /// Its sender may write to no channel.
    Nowhere,
}

/// The first events with a delivery that ran out. Those that are forgotten by now are taken off the list.
///
/// # Errors
/// See [`StoreError`].
pub fn dead_letters(deps: &Deps<'_>, events_max: usize) -> Result<DeadLetters, StoreError> {
    let (store, mut letters, mut forgotten) = (Store::new(deps.kv), DeadLetters::default(), Vec::new());
    dead::index().each_placed(store, |bucket, key| {
        match store.get::<Event>(&place(key))? {
            None => forgotten.push((bucket, key.to_owned())),
            Some(_) if letters.events.len() >= events_max => {
                letters.has_more = true;
                return Ok(false);
            }
            Some(read) => letters.events.push((key.to_owned(), read.value)),
        }
        Ok::<_, StoreError>(true)
    })?;
    for (bucket, key) in forgotten {
        dead::index().remove(store, bucket, &key)?;
    }
    Ok(letters)
}

/// How many events wait to be delivered.
///
/// # Errors
/// See [`StoreError`].
pub fn waiting(deps: &Deps<'_>) -> Result<usize, StoreError> {
    (0..LANES + QUESTION_LANES).map(|number| Ok(Lane::of(number).items(deps)?.len())).sum()
}

/// Lets the deliveries that ran out be tried again from the beginning; what was wanted in no channel goes to `channel_id`.
/// Whoever dies on the way does it again.
///
/// # Errors
/// See [`AcceptError`].
pub fn retry(deps: &Deps<'_>, key: &str, channel_id: Option<&str>) -> Result<Retried, AcceptError> {
    let event = update(deps, key, |event| {
        if event.content.is_none() || event.deliveries.iter().all(|delivery| !is_open(delivery)) {
            return Change::Keep(Err(Retried::Settled));
        }
        let mut event = event.clone();
        for delivery in event.deliveries.iter_mut().filter(|delivery| matches!(delivery.state, State::Dead { .. })) {
            if delivery.channel_id.is_empty() {
                let Some(channel_id) = channel_id else { return Change::Keep(Err(Retried::Nowhere)) };
                channel_id.clone_into(&mut delivery.channel_id);
            }
            delivery.state = State::Pending;
        }
        Change::Put(event.clone(), Ok(event))
    })?;
    let event = match event {
        None => return Ok(Retried::Missing),
        Some(Err(why)) => return Ok(why),
        Some(Ok(event)) => event,
    };
    let lane = Subject::of(&event).lane;
    Lane::of(lane).push(deps, &Item::again(key, &event))?;
    take_off(deps, key)?;
    wake(deps, lane);
    Ok(Retried::Done)
}

/// Gives the deliveries that ran out up and forgets what the event says; false if there is no such event.
///
/// # Errors
/// See [`StoreError`].
pub fn drop(deps: &Deps<'_>, key: &str) -> Result<bool, StoreError> {
    let is_there = update(deps, key, |event| {
        let mut event = event.clone();
        for delivery in event.deliveries.iter_mut().filter(|delivery| matches!(delivery.state, State::Dead { .. })) {
            delivery.state = State::Dropped;
        }
        event.content = event.content.filter(|_: &Content| event.deliveries.iter().any(is_open));
        Change::Put(event, ())
    })?;
    take_off(deps, key)?;
    Ok(is_there.is_some())
}

fn is_open(delivery: &Delivery) -> bool {
    !matches!(delivery.state, State::Sent { .. } | State::Dropped)
}

/// Decides what becomes of an event as the store has it; none if it is not there.
fn update<R>(
    deps: &Deps<'_>,
    key: &str,
    mut decide: impl FnMut(&Event) -> Change<Event, R>,
) -> Result<Option<R>, StoreError> {
    // The decision to leave it as it is must not rest on a copy, and deliveries of this process must not either.
    copy(deps).forget(&place(key));
    Store::new(deps.kv).update(&place(key), Some(KEPT_SECONDS), |event: Option<&Event>| match event.map(&mut decide) {
        None => Change::Keep(None),
        Some(Change::Keep(result)) => Change::Keep(Some(result)),
        Some(Change::Put(event, result)) => Change::Put(event, Some(result)),
    })
}

fn take_off(deps: &Deps<'_>, key: &str) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    let mut places = Vec::new();
    dead::index().each_placed(store, |bucket, known| {
        if known == key {
            places.push(bucket);
        }
        Ok::<_, StoreError>(true)
    })?;
    places.into_iter().try_for_each(|bucket| dead::index().remove(store, bucket, key))
}

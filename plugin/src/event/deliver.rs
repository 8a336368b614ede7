//! One event to all of its channels: claim, look, post, mark. Whoever dies when, it is shown once in each.

use std::time::Duration;

use super::delivery::{CLAIM, State, TRY};
use super::lane::{Batch, Item, Outcome};
use super::show::{ShowError, Try};
use super::{Event, KEPT_SECONDS, copy, dead, place, question};
use crate::mirror::NoteError;
use crate::ports::{ChatError, Deps, Level, Timestamp};
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError};

/// How long nothing is tried where an administrator stopped all writing, or Odoo rests.
const HELD: Duration = Duration::from_secs(60);

/// How long a write may be on its way inside Odoo.
const IN_FLIGHT: Duration = Duration::from_secs(5 * 60);

/// A delivery that this process has taken on.
struct Claimed {
    event: Event,
    tries: u32,
    is_uncertain: bool,
}

/// Does what can be done about an event now.
pub(super) fn deliver(deps: &Deps<'_>, settings: &Settings, item: &Item, batch: &Batch) -> Result<Outcome, StoreError> {
    let (key, token) = (item.key.as_str(), batch.token.as_str());
    let (mut number, mut has_claimed, mut is_fresh) = (0, false, false);
    let mut due: Option<Timestamp> = None;
    loop {
        match claim(deps, item, number, batch)? {
            Step::Missing => return Ok(Outcome::Missing),
            // Somebody may have put it back since this process had to do with it.
            Step::End if due.is_none() && !has_claimed && !is_fresh => {
                copy(deps).forget(&place(key));
                (number, is_fresh) = (0, true);
                continue;
            }
            Step::End => return Ok(due.map_or(Outcome::Done, Outcome::Later)),
            Step::Later(at) => due = Some(due.map_or(at, |due| due.min(at))),
            Step::Settled => {}
            Step::Claimed(claimed) => {
                has_claimed = true;
                let state = show(deps, settings, key, number, &claimed);
                if let Some(at) = state.due() {
                    due = Some(due.map_or(at, |due| due.min(at)));
                }
                let died = matches!(state, State::Dead { .. });
                if mark(deps, key, number, token, state)? && died {
                    dead::note(deps, settings, key)?;
                    question::give_up(deps, &claimed.event);
                }
            }
        }
        number += 1;
    }
}

enum Step {
    Missing,
    /// There are no more deliveries.
    End,
    Settled,
    Later(Timestamp),
    Claimed(Box<Claimed>),
}

/// Takes a delivery on. That nobody tried it before stands in the lane; that somebody does now, as long as the lane is held for
/// longer than a try takes. Everything else is written down.
fn claim(deps: &Deps<'_>, item: &Item, number: usize, batch: &Batch) -> Result<Step, StoreError> {
    let (now, place) = (deps.clock.now(), place(&item.key));
    Store::new(deps.kv).update_copied(&copy(deps), &place, Some(KEPT_SECONDS), |event: Option<&Event>| {
        let Some(event) = event else { return Change::Keep(Step::Missing) };
        let Some(delivery) = event.deliveries.get(number) else { return Change::Keep(Step::End) };
        let Some(due) = delivery.state.due() else { return Change::Keep(Step::Settled) };
        if due > now {
            return Change::Keep(Step::Later(due));
        }
        let is_known = !item.is_uncertain && !item.is_contested;
        if delivery.state == State::Pending && is_known && batch.until.since(now) >= TRY {
            return Change::Keep(Step::Claimed(Box::new(Claimed {
                event: event.clone(),
                tries: 1,
                is_uncertain: false,
            })));
        }
        let (tries, is_uncertain) = (delivery.state.tries() + 1, delivery.state.is_uncertain() || item.is_uncertain);
        let state = State::Posting { token: batch.token.clone(), until: now.after(CLAIM), tries };
        let event = event.with(number, state);
        let claimed = Claimed { event: event.clone(), tries, is_uncertain };
        Change::Put(event, Step::Claimed(Box::new(claimed)))
    })
}

/// Unless somebody else has taken over: then it is theirs to say, and this is false.
fn mark(deps: &Deps<'_>, key: &str, number: usize, token: &str, state: State) -> Result<bool, StoreError> {
    Store::new(deps.kv).update_copied(&copy(deps), &place(key), Some(KEPT_SECONDS), |event: Option<&Event>| {
        let Some(event) = event else { return Change::Keep(false) };
        let is_ours = match event.deliveries.get(number).map(|delivery| &delivery.state) {
            Some(State::Pending) => true,
            Some(State::Posting { token: owner, .. }) => owner == token,
            _ => false,
        };
        if !is_ours {
            return Change::Keep(false);
        }
        Change::Put(event.with(number, state.clone()), true)
    })
}

/// The state after one try.
fn show(deps: &Deps<'_>, settings: &Settings, key: &str, number: usize, claimed: &Claimed) -> State {
    let state = attempted(deps, settings, key, number, claimed);
    let outcome = state.name();
    deps.monitor.count("odoo_deliveries_total", &[("outcome", outcome)]);
    if outcome == "sent" {
        let time = deps.clock.now().since(claimed.event.received_at);
        deps.monitor.observe("odoo_event_delivery_seconds", &[], time);
    }
    state
}

fn attempted(deps: &Deps<'_>, settings: &Settings, key: &str, number: usize, claimed: &Claimed) -> State {
    let reader_id = claimed.event.deliveries.get(number).map_or("", |delivery| &delivery.reader_id);
    let deps = &deps.for_reader(reader_id, settings);
    let attempt = Try { deps, settings, key, number, event: &claimed.event, is_uncertain: claimed.is_uncertain };
    match attempt.show() {
        Ok(post_id) => State::Sent { post_id },
        Err(error) => {
            let fields = claimed.event.log_fields(key, &error);
            deps.log.write(Level::Warn, "An event could not be shown", &fields);
            match error {
                // Trying again does not make a channel.
                ShowError::Chat(ChatError::NotFound | ChatError::Forbidden) => {
                    State::Dead { error: "the channel is gone, or the bot may not post there".into() }
                }
                ShowError::Final(error) => State::Dead { error },
                ShowError::Note(NoteError::Never(error)) => State::Dead { error },
                // As long as it may still be on its way inside Odoo, looking there does not tell.
                ShowError::Note(NoteError::Unknown(error)) => {
                    State::Failed { tries: claimed.tries, next: deps.clock.now().after(IN_FLIGHT), error }
                }
                // Nobody tried, so that it does not count.
                ShowError::Note(NoteError::Held(error)) => {
                    State::Failed { tries: claimed.tries - 1, next: deps.clock.now().after(HELD), error }
                }
                _ => State::after_failure(claimed.tries, error.to_string(), deps.clock.now(), (deps.random)()),
            }
        }
    }
}

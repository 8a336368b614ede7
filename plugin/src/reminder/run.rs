//! Job `reminders`.

use std::time::Duration;

use super::plan::{Plan, plan};
use super::read::{What, check, records};
use super::rule::Reminder;
use crate::event::{self, Content, Delivery, Event, Source};
use crate::odoo::Connection;
use crate::order;
use crate::place;
use crate::ports::Deps;
use crate::rules::{Inside, RuleError, Survey};
use crate::settings::reader_of_all;
use crate::settings::{self, Settings};
use crate::store::{Change, Store};
use crate::text::Slot;

/// A slot that was missed is caught up within this time.
const LATE_MAX: Duration = Duration::from_secs(3 * 3600);
/// For so long it is remembered what was told at a slot.
const KEPT_SECONDS: u32 = 2 * 24 * 3600;
/// Of one run; what is left comes in the next.
const TIME_MAX: Duration = Duration::from_secs(20);
const AREA: &str = "reminders";

/// Reminds of what is to be reminded of now. Its writes need no fence: each plan is written once and each message sent once.
///
/// # Errors
/// For the log.
pub fn run(deps: &Deps<'_>, _: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Ok(()) };
    if settings.is_paused {
        return Ok(());
    }
    // The settings in force were read before: these have no mistake.
    let rules = Reminder::all(&settings.rules.reminders).unwrap_or_default();
    let start = deps.clock.now();
    let mut survey = Survey::new(deps, &settings, AREA, "Reminders");
    for rule in &rules {
        if deps.clock.now().since(start) >= TIME_MAX {
            return Ok(());
        }
        let connection = Connection::open(*deps, account, reader_of_all(deps, &settings));
        survey.note(&rule.name, remind(deps, &settings, &connection, rule));
    }
    survey.finish()
}

/// Does what is due for one rule; returns what is wrong with it.
fn remind(
    deps: &Deps<'_>,
    settings: &Settings,
    connection: &Connection<'_>,
    rule: &Reminder,
) -> Result<Vec<String>, RuleError> {
    check(connection, rule)?;
    let channel = if rule.channel.is_empty() { Ok(()) } else { place::channel(deps, &rule.channel)?.map(drop) };
    for (what, times) in [(What::Due, rule.at.as_slice()), (What::Late, rule.overdue_at.as_slice())] {
        let now = deps.clock.now();
        let mut slots: Vec<_> = times.iter().map(|at| Slot::latest(rule.zone, *at, now)).collect();
        slots.retain(|slot| slot.is_due(now, LATE_MAX));
        order::sort(&mut slots);
        for (number, slot) in slots.iter().enumerate() {
            // What was missed is told at the last slot.
            let is_last = number + 1 == slots.len();
            keep(deps, settings, connection, rule, what, slot, is_last)?;
        }
    }
    Ok(channel.err().into_iter().collect())
}

/// Writes down what is to be told at a slot, unless that is written already, and tells it.
fn keep(
    deps: &Deps<'_>,
    settings: &Settings,
    connection: &Connection<'_>,
    rule: &Reminder,
    what: What,
    slot: &Slot,
    is_last: bool,
) -> Result<(), RuleError> {
    let (store, id) = (Store::new(deps.kv), id(rule, what, slot));
    let key = format!("rem/{}", event::digest(&[&id]));
    let kept = match store.get::<Plan>(&key)? {
        Some(kept) => kept.value,
        None if is_last => {
            let (records, has_more) = records(connection, rule, what, slot.day)?;
            let inside = match place::channel(deps, &rule.channel) {
                _ if rule.channel.is_empty() => Inside::All,
                Ok(Ok(channel_id)) => {
                    let ids = records.iter().map(|record| record.id);
                    Inside::of(deps, connection, &channel_id, &rule.model, ids)?
                }
                Ok(Err(_)) => Inside::All,
                Err(error) => return Err(error.into()),
            };
            let plan = plan(deps, settings, rule, what, slot, (&records, has_more), &inside)?;
            if store.create(&key, &plan, Some(KEPT_SECONDS))? {
                plan
            } else {
                // Another node wrote its own; that one counts.
                return Ok(());
            }
        }
        None => return Ok(()),
    };
    if kept.is_done {
        return Ok(());
    }
    for (number, message) in kept.messages.iter().enumerate() {
        let event = Event {
            id: format!("{id}/{number}"),
            source: Source::Odoo,
            received_at: deps.clock.now(),
            content: Some(Content::Bulletin(message.bulletin.clone())),
            subject: format!("{id}/{number}"),
            deliveries: message.channel_ids.iter().map(|id| delivery(id, &message.reader_id)).collect(),
            touch: None,
            request_id: String::new(),
        };
        event::accept(deps, &event)?;
    }
    store.update(&key, Some(KEPT_SECONDS), |plan: Option<&Plan>| match plan {
        Some(plan) if !plan.is_done => Change::Put(Plan { messages: Vec::new(), is_done: true }, ()),
        _ => Change::Keep(()),
    })?;
    Ok(())
}

fn delivery(channel_id: &str, reader_id: &str) -> Delivery {
    Delivery { reader_id: reader_id.to_owned(), ..Delivery::to(channel_id) }
}

fn id(rule: &Reminder, what: What, slot: &Slot) -> String {
    let word = if what == What::Due { "due" } else { "late" };
    format!("remind/{}/{word}/{} {}", rule.name, slot.day, slot.at.format("%H:%M"))
}

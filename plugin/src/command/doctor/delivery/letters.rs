//! Events that are not tried any more, and those that were shown without their module, by sender and reason.

use super::{Finding, LETTERS_MAX, bounded};
use crate::command::outbox::list::reason;
use crate::command::outbox::source;
use crate::event::{self, DeliveryState, Event, Source};
use crate::ports::Deps;
use crate::say;
use crate::store::StoreError;
use crate::subscription::{Barrier, may_tell};

/// Events of one sender that were not shown in one place for one reason.
struct Group {
    head: String,
    error: String,
    count: usize,
    /// The latest.
    key: String,
    event: Event,
}

pub(super) fn check(deps: &Deps<'_>) -> Result<Vec<Finding>, StoreError> {
    let letters = event::dead_letters(deps, LETTERS_MAX)?;
    if letters.events.is_empty() {
        return Ok(vec![Finding::well(say!(deps.language, "No event is given up."))]);
    }
    let mut groups = Vec::<Group>::new();
    for (key, event) in letters.events {
        let (place, error) = reason(deps, &event);
        let (head, error) = (format!("{}, {place}", source(deps, &event)), error.to_string());
        match groups.iter_mut().find(|group| group.head == head && group.error == error) {
            Some(group) => group.count += 1,
            None => groups.push(Group { head, error, count: 1, key, event }),
        }
    }
    let findings = groups.iter().map(|group| {
        let Group { head, error, count, .. } = group;
        let result = if group.event.is_dead() {
            say!(
                deps.language,
                "{head}: {count} event is not tried any more: {error}.||{head}: {count} events are not tried any more: {error}.",
                head,
                count,
                error
            )
        } else {
            say!(
                deps.language,
                "{head}: {count} event: {error}.||{head}: {count} events: {error}.",
                head,
                count,
                error
            )
        };
        Finding::wrong(result, advice(deps, group))
    });
    let mut findings = bounded(deps.language, findings.collect(), 0);
    findings.extend(letters.has_more.then(|| Finding::wrong(say!(deps.language, "There are more."), String::new())));
    Ok(findings)
}

fn advice(deps: &Deps<'_>, Group { key, event, .. }: &Group) -> String {
    let dead = event.deliveries.iter().find(|delivery| matches!(delivery.state, DeliveryState::Dead { .. }));
    let channel_id = dead.map(|delivery| delivery.channel_id.as_str());
    match (&event.source, channel_id) {
        (Source::Hook(_), Some("")) => say!(
            deps.language,
            "Its sender names a channel of the hook, or gets another hook. `/odoo outbox retry {key}` shows it in the default channel.",
            key
        ),
        (_, Some(channel_id)) if may_tell(deps, channel_id) == Err(Barrier::Silent) => {
            say!(deps.language, "Add the bot to the channel, then `/odoo outbox retry {key}`.", key)
        }
        _ => say!(deps.language, "`/odoo outbox show {key}` tells more; `retry` and `drop` decide.", key),
    }
}

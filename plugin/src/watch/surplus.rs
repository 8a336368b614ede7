//! What a subscription has too much of in an hour is summed up in one message when the hour ends (requirement 7.4): `q/surplus`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::poll::PollError;
use crate::event::{self, Content, Delivery, Event, Notice, Severity, Source};
use crate::order;
use crate::ports::Deps;
use crate::say;
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError, Stored};
use crate::subscription::{self, Subscription};
use crate::text::cut;

const KEY: &str = "q/surplus";
/// Changes that are remembered one by one; the others are counted.
const CHANGES_MAX: usize = 50;
/// Runes of what a record is called: all subscriptions share one value of the store.
const TITLE_RUNES_MAX: usize = 80;
/// Records that are named.
const NAMED_MAX: usize = 20;

/// By the ids of subscriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Surplus {
    by_subscription: BTreeMap<String, Hour>,
}

/// What was too much in an hour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Hour {
    hour: i64,
    /// By the ids of events what the record is called: seen again, it is the same one.
    changes: BTreeMap<String, String>,
    uncounted: usize,
}

impl Stored for Surplus {
    const VERSION: u32 = 1;
}

/// Remembers a change that is not shown.
pub(super) fn keep(
    deps: &Deps<'_>,
    subscription: &Subscription,
    hour: i64,
    event: &str,
    record: &str,
) -> Result<(), StoreError> {
    Store::new(deps.kv).update(KEY, None, |surplus: Option<&Surplus>| {
        let mut surplus = surplus.cloned().unwrap_or_default();
        let kept = surplus.by_subscription.entry(subscription.id.clone()).or_default();
        // What is left of an hour before is told with this one.
        kept.hour = hour;
        if kept.changes.len() < CHANGES_MAX {
            kept.changes.insert(event.to_owned(), cut(record, TITLE_RUNES_MAX));
        } else {
            kept.uncounted += 1;
        }
        Change::Put(surplus, ())
    })
}

/// Sums up the hours that are over.
pub(super) fn release(deps: &Deps<'_>, settings: &Settings, hour: i64) -> Result<(), PollError> {
    let store = Store::new(deps.kv);
    let Some(read) = store.get::<Surplus>(KEY)? else { return Ok(()) };
    for (id, kept) in read.value.by_subscription.iter().filter(|(_, kept)| kept.hour < hour) {
        if let Some(subscription) = subscription::find(deps, id)?
            && subscription::may_deliver(deps, &subscription).is_ok()
        {
            tell(deps, settings, &subscription, kept)?;
        }
        store.update(KEY, None, |surplus: Option<&Surplus>| match surplus {
            Some(surplus) if surplus.by_subscription.get(id) == Some(kept) => {
                let mut surplus = surplus.clone();
                surplus.by_subscription.remove(id);
                Change::Put(surplus, ())
            }
            _ => Change::Keep(()),
        })?;
    }
    Ok(())
}

fn tell(deps: &Deps<'_>, settings: &Settings, subscription: &Subscription, kept: &Hour) -> Result<(), PollError> {
    let reader_id = subscription::reader(deps, subscription);
    let language = deps.for_reader(reader_id, settings).language;
    let mut records: Vec<_> = kept.changes.values().collect();
    order::sort(&mut records);
    records.dedup();
    let mut text = say!(
        language,
        "Subscription {id}: {count} change of the last hour was not shown.||Subscription {id}: {count} changes of the last hour were not shown.",
        id = subscription.id,
        count = kept.changes.len() + kept.uncounted
    );
    text.extend(records.iter().take(NAMED_MAX).map(|record| format!("\n• {record}")));
    if records.len() > NAMED_MAX {
        text.push_str("\n• ");
        text.push_str(&say!(language, "and {count} more", count = records.len() - NAMED_MAX));
    }
    let name = format!("surplus/{}/{}", subscription.id, kept.hour);
    let delivery = Delivery {
        reader_id: reader_id.into(),
        root_id: subscription.root_id.clone(),
        ..Delivery::to(&subscription.channel_id)
    };
    let event = Event {
        id: name.clone(),
        source: Source::Odoo,
        received_at: deps.clock.now(),
        content: Some(Content::Notice(Notice { text, severity: Severity::Warning, ..Notice::default() })),
        subject: name,
        deliveries: vec![delivery],
        touch: None,
        request_id: String::new(),
    };
    event::accept(deps, &event)?;
    Ok(())
}

//! What this plugin wrote itself: the card of the proposal tells it where people agreed on it, and nobody reads it there twice.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Kind, Sighting, Watched};
use crate::ports::{Deps, Level, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// As long as a write may be on its way, and somebody may need to look at it.
const KEPT_SECONDS: u32 = 3600;
/// How long a write whose end nobody saw may explain what is different; clocks may differ by some of it.
const IN_FLIGHT: Duration = Duration::from_millis(IN_FLIGHT_MS);
const IN_FLIGHT_MS: u64 = 5 * 60 * 1000;

/// A write of this plugin: `own/<model>/<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Own {
    /// Where the card of the proposal stands.
    channel_id: String,
    /// What it writes.
    fields: Vec<String>,
    sent_at: Timestamp,
    /// The record's last write afterwards, by Odoo's clock; none while nobody knows.
    written_at: Option<Timestamp>,
}

impl Stored for Own {
    const VERSION: u32 = 1;
}

/// A write is about to be sent. Where this is not remembered the write is told as one of somebody else.
pub fn expect(deps: &Deps<'_>, model: &str, id: i64, channel_id: &str, fields: &[&str]) {
    let sent_at = deps.clock.now();
    keep(deps, model, id, |earlier| {
        // A proposal may write to one record several times.
        let earlier = earlier.filter(|own| own.channel_id == channel_id && sent_at.since(own.sent_at) < IN_FLIGHT);
        let mut written: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        written.extend(earlier.into_iter().flat_map(|own| own.fields.clone()));
        Some(Own { channel_id: channel_id.to_owned(), fields: written, sent_at, written_at: None })
    });
}

/// A write that was expected has happened.
pub fn happened(deps: &Deps<'_>, model: &str, id: i64, written_at: Timestamp) {
    keep(deps, model, id, |own| Some(Own { written_at: Some(written_at), ..own?.clone() }));
}

fn keep(deps: &Deps<'_>, model: &str, id: i64, decide: impl Fn(Option<&Own>) -> Option<Own>) {
    if Watched::of(model).is_none() {
        return;
    }
    let kept = Store::new(deps.kv).update(&key(model, id), Some(KEPT_SECONDS), |own: Option<&Own>| match decide(own) {
        Some(own) => Change::Put(own, ()),
        None => Change::Keep(()),
    });
    if let Err(error) = kept {
        let fields = [("model", model.to_owned()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "A write of this plugin will be told as one of somebody else", &fields);
    }
}

/// The channel that knows already what happened to a record, if this plugin did all of it.
pub(super) fn channel(deps: &Deps<'_>, sighting: &Sighting) -> Result<Option<String>, StoreError> {
    if sighting.remark.is_some() || sighting.kinds.contains(&Kind::Create) {
        return Ok(None);
    }
    let Some(read) = Store::new(deps.kv).get::<Own>(&key(&sighting.model, sighting.id))? else { return Ok(None) };
    let (own, now) = (read.value, &sighting.now);
    let is_then = match (own.written_at, &sighting.before) {
        (Some(written_at), _) => written_at == now.written_at,
        (None, Some(_)) => (now.written_at.0 - own.sent_at.0).unsigned_abs() < IN_FLIGHT_MS,
        // Of a record that nobody saw before only the time tells.
        (None, None) => false,
    };
    let is_ours = |field: &str| own.fields.iter().any(|own| own == field);
    let is_all = sighting.before.as_ref().is_none_or(|before| {
        now.values.iter().all(|(field, value)| before.values.get(field) == Some(value) || is_ours(field))
    });
    Ok((is_all && is_then).then_some(own.channel_id))
}

fn key(model: &str, id: i64) -> String {
    format!("own/{model}/{id}")
}

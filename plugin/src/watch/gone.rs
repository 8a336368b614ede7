//! Records that Odoo does not show any more: deleted, or hidden from the account. Their cards say so (requirement 6.3).
//!
//! No poll sees that. The records that were told are listed under `ix/told/<model>`, and looked for once a night; whoever rings
//! for one of them is answered at once.

use std::collections::BTreeSet;

use super::poll::{PollError, Round};
use super::{Kind, Seen, Sighting, Watched, tell, track};
use crate::event;
use crate::index::Index;
use crate::odoo::{Connection, Filter, Row, Search};
use crate::order;
use crate::ports::Deps;
use crate::settings::Settings;
use crate::store::{Store, StoreError};
use crate::subscription;

/// Puts a record on the list; returns its bucket.
pub(super) fn list(deps: &Deps<'_>, model: &str, id: i64) -> Result<u64, StoreError> {
    index(model).add(Store::new(deps.kv), &id.to_string())
}

/// The records of a model that were told, the lowest id first.
///
/// # Errors
/// See [`StoreError`].
pub fn told(deps: &Deps<'_>, model: &str) -> Result<Vec<i64>, StoreError> {
    let mut ids = BTreeSet::new();
    index(model).each(Store::new(deps.kv), |id| {
        ids.extend(id.parse::<i64>());
        Ok::<_, StoreError>(true)
    })?;
    Ok(ids.into_iter().collect())
}

/// Looks for these records, and tells which of them are gone. What has no card any more is taken off the list.
///
/// # Errors
/// For the log.
pub fn look_for(
    deps: &Deps<'_>,
    settings: &Settings,
    connection: &Connection<'_>,
    watched: &'static Watched,
    ids: &[i64],
) -> Result<(), String> {
    let look = || -> Result<(), PollError> {
        let subscriptions = subscription::of_model(deps, watched.model)?;
        let round = Round { deps, settings, connection, watched, subscriptions, fence: 0 };
        let filter = Filter::All(vec![watched.everything(), Filter::In("id", ids.to_vec())]);
        let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let search = Search { model: watched.model, filter: &filter, fields: &["id"], order: "id asc", limit };
        let found: BTreeSet<_> = order::filled(connection.search_read(&search)?.iter().filter_map(Row::id));
        for id in ids {
            let has_card = |channel_id: &String| event::has_card(deps, watched.model, *id, channel_id);
            let mut channels = round.subscriptions.iter().map(|subscription| &subscription.channel_id);
            if !found.contains(id) {
                tell(&round, *id)?;
            } else if channels.try_fold(false, |has, channel_id| Ok::<_, StoreError>(has || has_card(channel_id)?))? {
                continue;
            }
            track::unlist(deps, watched, *id)?;
        }
        Ok(())
    };
    look().map_err(|error| error.to_string())
}

/// Tells that a record is gone, if it was seen; false if that was told, or nobody knows of it.
pub(super) fn tell(round: &Round<'_>, id: i64) -> Result<bool, PollError> {
    let Some(seen) = track::present(round.deps, round.watched, id)? else { return Ok(false) };
    let now =
        Seen { written_at: round.deps.clock.now(), written_by: String::new(), written_by_id: None, ..seen.clone() };
    let sighting = Sighting {
        model: round.watched.model.to_owned(),
        id,
        kinds: vec![Kind::Archive],
        before: Some(seen),
        now,
        is_gone: true,
        ..Sighting::default()
    };
    tell::tell(round, &sighting)?;
    track::is_gone(round.deps, round.watched, id)?;
    Ok(true)
}

/// Takes a record off the list.
pub(super) fn unlist(deps: &Deps<'_>, model: &str, bucket: u64, id: i64) -> Result<(), StoreError> {
    index(model).remove(Store::new(deps.kv), bucket, &id.to_string())
}

fn index(model: &str) -> Index {
    Index::new(&format!("told/{model}"))
}

//! Records that were there before anybody followed them get a card on request (requirement 6.3).

use super::cursor::Cursor;
use super::poll;
use super::track::{self, seen};
use super::words::news;
use super::{Inside, Sighting, Watched};
use crate::event::{self, Content, Delivery, Event, Source};
use crate::odoo::{Connection, Filter, OdooError, When};
use crate::ports::{Deps, Timestamp};
use crate::store::StoreError;
use crate::subscription::{self, Mode};

/// Records of one request: whoever wants more asks for an earlier time then.
pub const RECORDS_MAX: u32 = 200;

/// What came of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Cards that are on their way.
    pub cards: usize,
    /// Records that were looked at.
    pub records: usize,
    /// Whether there were more than [`RECORDS_MAX`].
    pub has_more: bool,
    /// Nobody knows yet what is old: the first poll has not come round.
    pub is_too_early: bool,
}

/// Why it ended early. Asked for again, it goes on where it was.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// Odoo did not say what there is.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// The store did not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too much waits to be shown already.
    #[error("too many events wait to be shown")]
    Full,
}

/// Cards of records that were written since then, the latest first, in the channels that follow such records with cards and have
/// none of them yet. What has not been polled yet is left to the poll.
///
/// # Errors
/// See [`AdoptError`].
pub fn adopt(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    watched: &'static Watched,
    since: Timestamp,
) -> Result<Adopted, AdoptError> {
    let subscriptions = subscription::of_model(deps, watched.model)?;
    let Some(cursor) = Cursor::get(deps, watched.model)? else {
        return Ok(Adopted { is_too_early: !subscriptions.is_empty(), ..Adopted::default() });
    };
    let filter = Filter::Since("write_date", When::Moment(since));
    let rows = poll::rows(connection, watched, &filter, "write_date desc, id desc", RECORDS_MAX + 1)?;
    let limit = RECORDS_MAX as usize;
    let mut adopted = Adopted { records: rows.len().min(limit), has_more: rows.len() > limit, ..Adopted::default() };
    for row in rows.iter().take(limit) {
        let (now, Some(id)) = (seen(watched, row), row.id()) else { continue };
        let is_old = cursor.baseline.has(id, now.written_at);
        if !is_old && !track::is_known(deps, watched, id)? {
            continue;
        }
        let sighting = Sighting { model: watched.model.to_owned(), id, now, ..Sighting::default() };
        let mut channels: Vec<&str> = Vec::new();
        let mut inside = Inside::new(deps, connection, watched.model, id);
        for subscription in subscriptions.iter().filter(|subscription| subscription.mode == Mode::Cards) {
            let channel_id = subscription.channel_id.as_str();
            if !channels.contains(&channel_id)
                && subscription.fits(&sighting).is_ok()
                && subscription::may_deliver(deps, subscription).is_ok()
                && !event::has_card(deps, watched.model, id, channel_id)?
                && inside.of::<AdoptError>(&subscription.team_id)?
            {
                channels.push(channel_id);
            }
        }
        if channels.is_empty() {
            continue;
        }
        let event = Event {
            id: format!("{}/{id}/adopt/{}", watched.model, sighting.now.written_at.0),
            source: Source::Odoo,
            received_at: deps.clock.now(),
            content: Some(Content::Record(news(connection, watched, &sighting)?)),
            subject: format!("{}/{id}", watched.model),
            touch: None,
            request_id: String::new(),
            deliveries: channels.iter().map(|channel_id| Delivery::to(channel_id)).collect(),
        };
        if !event::accept(deps, &event)?.is_duplicate {
            adopted.cards += channels.len();
        }
        if is_old {
            track::begin(deps, &sighting)?;
        }
    }
    Ok(adopted)
}

impl From<event::AcceptError> for AdoptError {
    fn from(error: event::AcceptError) -> Self {
        match error {
            event::AcceptError::Full => Self::Full,
            event::AcceptError::Store(error) => Self::Store(error),
        }
    }
}

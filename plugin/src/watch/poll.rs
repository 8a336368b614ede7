//! Job `poll`: reads what was written since, page by page, and lets those know who follow it (requirement 6.3).

use std::time::Duration;

use super::cursor::{Baseline, Cursor};
use super::latest::waiting;
use super::{Kind, Watched, remarks, ring, surplus, tell, track, trail};
use crate::odoo::{Connection, Filter, OdooError, Row, Search, When};
use crate::ports::{Deps, Timestamp};
use crate::quiet;
use crate::settings::{self, Settings};
use crate::store::StoreError;
use crate::subscription::{self, Subscription};

/// Read again each time: transactions become visible after the moment they write down.
const OVERLAP: Duration = Duration::from_secs(120);
const PAGE: u32 = 200;
/// Records of one second whose ids are remembered.
const AT_ONCE_MAX: u32 = 10_000;
/// Records that wait when somebody begins to follow; the latest, if there are more.
const WAITING_MAX: u32 = 1_000;
/// Of one run; what is left comes in the next.
const TIME_MAX: Duration = Duration::from_secs(20);
/// When this process began its last round, in milliseconds.
const BEGUN_KEY: &str = "poll/begun";
/// As long as a round can be waited for.
const BEGUN_SECONDS: u32 = 3600;
const ORDER: &str = "write_date asc, id asc";

/// Why a run ended early; the next one goes on.
#[derive(Debug, thiserror::Error)]
pub(super) enum PollError {
    #[error(transparent)]
    Odoo(#[from] OdooError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Full(#[from] crate::event::AcceptError),
    #[error("another node holds the lease by now")]
    Fenced,
}

/// One model, and those who follow it.
pub(super) struct Round<'a> {
    pub(super) deps: &'a Deps<'a>,
    pub(super) settings: &'a Settings,
    pub(super) connection: &'a Connection<'a>,
    pub(super) watched: &'static Watched,
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) fence: u64,
}

/// Reads rung records, and everything else that is due.
///
/// # Errors
/// For the log.
pub fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Ok(()) };
    if settings.is_paused {
        return Ok(());
    }
    let connection = Connection::open(*deps, account, settings::reader_of_all(deps, &settings));
    let start = deps.clock.now();
    let watch = || -> Result<(), PollError> {
        let (is_due, rings) = (is_due(deps, &settings), ring::due(deps)?);
        if is_due {
            quiet::release(deps, &settings)?;
            surplus::release(deps, &settings, tell::hour(deps))?;
        }
        if !is_due && rings.is_empty() {
            return Ok(());
        }
        for watched in subscription::models(deps)? {
            let subscriptions = subscription::of_model(deps, watched.model)?;
            let round = Round { deps, settings: &settings, connection: &connection, watched, subscriptions, fence };
            ring::look(&round, &rings)?;
            if is_due {
                let is_late = || deps.clock.now().since(start) >= TIME_MAX;
                round.poll(&is_late)?;
                remarks::poll(&round, &is_late)?;
            }
        }
        Ok(())
    };
    watch().map_err(|error| error.to_string())
}

/// The first channel follows a model: what there is at this moment is no news, also if somebody followed it once. If Odoo does
/// not say what there is, the next poll begins.
///
/// # Errors
/// Of Odoo or the store.
pub fn begin(deps: &Deps<'_>, connection: &Connection<'_>, watched: &Watched) -> Result<(), BeginError> {
    Cursor::forget(deps, watched.model)?;
    let baseline = baseline(connection, watched)?;
    note_waiting(deps, connection, watched)?;
    Cursor::at(baseline, 0).save(deps, watched.model)?;
    // Whoever followed nothing until now does not wait for a round that began before.
    deps.cache.delete(BEGUN_KEY);
    Ok(())
}

/// The first channel follows what people write on records of a model: what they wrote before is no news.
///
/// # Errors
/// Of Odoo or the store.
pub fn begin_remarks(deps: &Deps<'_>, connection: &Connection<'_>, watched: &Watched) -> Result<(), BeginError> {
    remarks::begin(deps, connection, watched)
}

/// Why nobody knows yet what is news.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// Odoo did not say.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<BeginError> for PollError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Odoo(error) => error.into(),
            BeginError::Store(error) => error.into(),
        }
    }
}

/// What is there. Odoo's clock counts.
fn baseline(connection: &Connection<'_>, watched: &Watched) -> Result<Baseline, OdooError> {
    let fields = connection.fields(watched.model, &["write_date"])?;
    let read = |filter, limit| {
        let order = "write_date desc, id desc";
        connection.search_read(&Search { model: watched.model, filter: &filter, fields: &fields, order, limit })
    };
    let latest = read(watched.everything(), 1)?;
    let Some(at) = latest.first().and_then(|row| row.datetime("write_date")) else { return Ok(Baseline::default()) };
    let since = Filter::Since("write_date", When::Moment(at));
    let rows = read(Filter::All(vec![watched.everything(), since]), AT_ONCE_MAX)?;
    if rows.len() == AT_ONCE_MAX as usize {
        // A large import: what else is written in this second is taken for a part of it.
        return Ok(Baseline { at: at.after(Duration::from_secs(1)), ids: Vec::new() });
    }
    Ok(Baseline { at, ids: rows.iter().filter_map(Row::id).collect() })
}

/// What waits for approval is no news, and that it was decided on will be some.
fn note_waiting(deps: &Deps<'_>, connection: &Connection<'_>, watched: &Watched) -> Result<(), BeginError> {
    if watched.knows(Kind::Approval) {
        for sighting in waiting(connection, watched, WAITING_MAX)? {
            track::set(deps, watched, &sighting)?;
        }
    }
    Ok(())
}

/// The job comes round every second for the rings; the rest waits its time.
fn is_due(deps: &Deps<'_>, settings: &Settings) -> bool {
    let now = deps.clock.now();
    let begun = deps.cache.get(BEGUN_KEY).and_then(|begun| Some(Timestamp(i64::from_le_bytes(begun.try_into().ok()?))));
    let period = Duration::from_secs(settings.limits.poll_seconds.into());
    let is_due = begun.is_none_or(|begun| now.since(begun) >= period);
    if is_due {
        deps.cache.set(BEGUN_KEY, &now.0.to_le_bytes(), BEGUN_SECONDS);
    }
    is_due
}

impl Round<'_> {
    fn poll(&self, is_late: &dyn Fn() -> bool) -> Result<(), PollError> {
        let Some(mut cursor) = Cursor::get(self.deps, self.watched.model)? else { return self.begin() };
        let mut since = Timestamp(cursor.written_at.0 - i64::try_from(OVERLAP.as_millis()).unwrap_or(0));
        // Odoo cuts moments to seconds: what was seen of the last second is left out of the next page.
        let mut seen: Vec<i64> = Vec::new();
        while !is_late() {
            let not_seen = Filter::Not(Box::new(Filter::In("id", seen.clone())));
            let mut filters = vec![self.watched.everything(), Filter::Since("write_date", When::Moment(since))];
            filters.extend((!seen.is_empty()).then_some(not_seen));
            let rows = self.rows(Filter::All(filters), ORDER, PAGE)?;
            self.see(&rows, &cursor.baseline)?;
            let Some(last) = rows.last().and_then(|row| row.datetime("write_date")) else { break };
            if last > since {
                seen.clear();
                since = last;
            }
            let of_last_second = rows.iter().filter(|row| row.datetime("write_date") == Some(last));
            seen.extend(of_last_second.filter_map(Row::id));
            // The overlap may end before what was reached already.
            cursor = Cursor { written_at: cursor.written_at.max(last), fence: self.fence, ..cursor };
            if !cursor.save(self.deps, self.watched.model)? {
                return Err(PollError::Fenced);
            }
            if rows.len() < PAGE as usize {
                break;
            }
        }
        Ok(())
    }

    /// Nobody followed this model before.
    fn begin(&self) -> Result<(), PollError> {
        let cursor = Cursor::at(baseline(self.connection, self.watched)?, self.fence);
        note_waiting(self.deps, self.connection, self.watched)?;
        if cursor.save(self.deps, self.watched.model)? { Ok(()) } else { Err(PollError::Fenced) }
    }

    /// What happened to records is told, and then remembered: whoever dies in between tells the same again, which is a
    /// duplicate. Returns the ids of those to which something happened.
    pub(super) fn see(&self, rows: &[Row], baseline: &Baseline) -> Result<Vec<i64>, PollError> {
        let mut written = Vec::new();
        for row in rows {
            written.extend(track::compare(self.deps, self.watched, row, baseline)?);
        }
        let trails = trail::read(self, &written, baseline)?;
        let known = self.connection.describe(self.watched.model)?;
        let mut told = Vec::new();
        for written in &written {
            let steps = trails.as_ref().and_then(|trails| trails.get(&written.id)).map_or(&[][..], Vec::as_slice);
            let (sightings, tracked_to) = trail::sightings(self.watched, &known, written, steps);
            if sightings.is_empty() {
                // Asked again, Odoo would say again that it wrote down nothing.
                if trails.is_some() {
                    track::remember(self.deps, self.watched, written, written.last_event.as_deref(), tracked_to)?;
                }
                continue;
            }
            let mut event = None;
            for sighting in &sightings {
                event = tell::tell(self, sighting)?.or(event);
            }
            track::remember(self.deps, self.watched, written, event.as_deref(), tracked_to)?;
            told.push(written.id);
        }
        Ok(told)
    }

    pub(super) fn rows(&self, filter: Filter, order: &'static str, limit: u32) -> Result<Vec<Row>, OdooError> {
        rows(self.connection, self.watched, &filter, order, limit)
    }
}

/// Records with all that is compared.
pub(super) fn rows(
    connection: &Connection<'_>,
    watched: &Watched,
    filter: &Filter,
    order: &'static str,
    limit: u32,
) -> Result<Vec<Row>, OdooError> {
    let known = connection.describe(watched.model)?;
    let mut fields = known.among(watched.fields);
    fields.extend(known.among(&track::FURTHER));
    connection.search_read(&Search { model: watched.model, filter, fields: &fields, order, limit })
}

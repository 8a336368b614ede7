//! What people write on records. A message does not change its record, so messages have a cursor of their own:
//! `cur/remark/<model>`. It goes by ids, which Odoo hands out in order and finds fast in a table of millions.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::poll::{PollError, Round};
use super::{Kind, Remark, Sighting, Watched, tell, track};
use crate::mirror;
use crate::odoo::{Connection, Filter, OdooError, Row, Search};
use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::proposal;
use crate::store::{Change, Store, StoreError, Stored};

const MODEL: &str = "mail.message";
/// How long a message may come later than one with a higher id: ids are given before a transaction ends.
const LATE: Duration = Duration::from_secs(120);
/// Messages from before the beginning are no news, whichever their id; clocks may differ by so much.
const SKEW_MS: i64 = 5 * 60 * 1000;
const PAGE: u32 = 200;
/// Ids that are remembered one by one.
const TOLD_MAX: usize = 2_000;
/// At the beginning: Odoo leaves those out that the account may not see after it has counted them.
const LATEST: u32 = 20;
/// What people write; everything else is a program's.
const TYPES: [&str; 2] = ["comment", "email"];
const FIELDS: [&str; 9] = [
    "res_id",
    "body",
    "author_id",
    "email_from",
    "subtype_id",
    "is_internal",
    "attachment_ids",
    "create_uid",
    "create_date",
];

/// How far the messages of a model have been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    /// Messages from before then are no news.
    begun_at: Timestamp,
    /// Of the subtype of internal notes.
    note_id: Option<i64>,
    /// Everything up to this id is past.
    floor: i64,
    /// Ids above it that were told, and when.
    told: Vec<(i64, Timestamp)>,
    fence: u64,
}

impl Stored for Cursor {
    const VERSION: u32 = 1;
}

/// From now on what people write on records of the model is news.
pub(super) fn begin(deps: &Deps<'_>, connection: &Connection<'_>, watched: &Watched) -> Result<(), super::BeginError> {
    Store::new(deps.kv).delete_if(&key(watched.model), |_: &Cursor| true)?;
    Cursor::new(deps, connection, watched.model, 0)?.save(deps, watched.model)?;
    Ok(())
}

/// Tells what was written since the last time, in the order of Odoo.
pub(super) fn poll(round: &Round<'_>, is_late: &dyn Fn() -> bool) -> Result<(), PollError> {
    let (deps, model) = (round.deps, round.watched.model);
    if !round.subscriptions.iter().any(|subscription| subscription.follows(Kind::Comment)) {
        return Ok(());
    }
    let Some(read) = Store::new(deps.kv).get::<Cursor>(&key(model))? else {
        return Cursor::new(deps, round.connection, model, round.fence)?.save_own(deps, model);
    };
    let mut cursor = Cursor { fence: round.fence, ..read.value };
    while !is_late() {
        let rows = cursor.next(round)?;
        if rows.is_empty() {
            break;
        }
        for sighting in sightings(round, &cursor, &rows)? {
            tell::tell(round, &sighting)?;
        }
        let now = deps.clock.now();
        cursor.told.extend(rows.iter().filter_map(Row::id).map(|id| (id, now)));
        cursor.settle(now);
        cursor.save_own(deps, model)?;
    }
    Ok(())
}

impl Cursor {
    fn new(deps: &Deps<'_>, connection: &Connection<'_>, model: &str, fence: u64) -> Result<Self, OdooError> {
        let filter = Filter::Equals("model", model.to_owned());
        let search = Search { model: MODEL, filter: &filter, fields: &["id"], order: "id desc", limit: LATEST };
        let floor = connection.search_read(&search)?.first().and_then(Row::id).unwrap_or(0);
        let note_id = connection.xml_id("mail", "mt_note")?.map(|(_, id)| id);
        Ok(Self { begun_at: deps.clock.now(), note_id, floor, told: Vec::new(), fence })
    }

    fn next(&self, round: &Round<'_>) -> Result<Vec<Row>, OdooError> {
        let told = self.told.iter().map(|(id, _)| *id).collect();
        let filter = Filter::All(vec![
            Filter::Above("id", self.floor),
            Filter::Not(Box::new(Filter::In("id", told))),
            Filter::Equals("model", round.watched.model.to_owned()),
            Filter::Among("message_type", TYPES.map(str::to_owned).into()),
        ]);
        let fields = round.connection.fields(MODEL, &FIELDS)?;
        let search = Search { model: MODEL, filter: &filter, fields: &fields, order: "id asc", limit: PAGE };
        round.connection.search_read(&search)
    }

    /// What was told long ago is past, and with it whatever has a lower id.
    fn settle(&mut self, now: Timestamp) {
        order::sort(&mut self.told);
        let past = self.told.iter().filter(|(_, at)| at.after(LATE) <= now).map(|(id, _)| *id).max();
        let many = self.told.len().checked_sub(TOLD_MAX + 1).and_then(|last| self.told.get(last));
        self.floor = self.floor.max(past.unwrap_or(0)).max(many.map_or(0, |(id, _)| *id));
        self.told.retain(|(id, _)| *id > self.floor);
    }

    /// False if another node holds the lease by now.
    fn save(&self, deps: &Deps<'_>, model: &str) -> Result<bool, StoreError> {
        Store::new(deps.kv).update(&key(model), None, |stored: Option<&Self>| match stored {
            Some(stored) if stored.fence > self.fence => Change::Keep(false),
            _ => Change::Put(self.clone(), true),
        })
    }

    fn save_own(&self, deps: &Deps<'_>, model: &str) -> Result<(), PollError> {
        if self.save(deps, model)? { Ok(()) } else { Err(PollError::Fenced) }
    }

    fn remark(&self, row: &Row) -> Option<Remark> {
        let is_note = self.note_id.is_some_and(|note| row.many2one("subtype_id").is_some_and(|of| of.id == note));
        let author = row.many2one("author_id").map(|author| author.label);
        Some(Remark {
            id: row.id()?,
            body: row.text("body").unwrap_or_default().to_owned(),
            files: row.ids("attachment_ids"),
            is_internal: is_note || row.flag("is_internal") == Some(true),
            by: author.or_else(|| row.text("email_from").map(str::to_owned)).unwrap_or_default(),
            by_id: row.many2one("create_uid").map(|user| user.id),
            at: row.datetime("create_date").unwrap_or_default(),
        })
    }

    fn is_news(&self, remark: &Remark) -> bool {
        let is_said = !remark.body.trim().is_empty() || !remark.files.is_empty();
        is_said
            && remark.at.0 >= self.begun_at.0 - SKEW_MS
            && !proposal::is_note(&remark.body)
            && !mirror::is_note(&remark.body)
    }
}

/// The messages with their records as they are now. Whoever may not read a record any more reads nothing of it.
fn sightings(round: &Round<'_>, cursor: &Cursor, messages: &[Row]) -> Result<Vec<Sighting>, OdooError> {
    let remarks = messages.iter().filter_map(|row| Some((row.integer("res_id")?, cursor.remark(row)?)));
    let remarks: Vec<_> = remarks.filter(|(_, remark)| cursor.is_news(remark)).collect();
    let mut ids: Vec<_> = remarks.iter().map(|(id, _)| *id).collect();
    order::sort(&mut ids);
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let records = round.rows(Filter::All(vec![round.watched.everything(), Filter::In("id", ids)]), "id asc", PAGE)?;
    let sighting = |(id, remark): (i64, Remark)| {
        let record = records.iter().find(|record| record.id() == Some(id))?;
        let (model, now) = (round.watched.model.to_owned(), track::seen(round.watched, record));
        Some(Sighting { model, id, kinds: vec![Kind::Comment], now, remark: Some(remark), ..Sighting::default() })
    };
    Ok(remarks.into_iter().filter_map(sighting).collect())
}

fn key(model: &str) -> String {
    format!("cur/remark/{model}")
}

#[cfg(test)]
mod tests {
    use super::Cursor;
    use crate::ports::Timestamp;

    #[test]
    fn what_was_told_two_minutes_ago_is_past_with_everything_before_it() {
        let told = vec![(12, Timestamp(60_000)), (11, Timestamp(0)), (15, Timestamp(90_000))];
        let mut cursor = Cursor { begun_at: Timestamp(0), note_id: None, floor: 9, told, fence: 1 };
        cursor.settle(Timestamp(100_000));
        assert_eq!((cursor.floor, cursor.told.len()), (9, 3));
        cursor.settle(Timestamp(180_000));
        assert_eq!((cursor.floor, cursor.told), (12, vec![(15, Timestamp(90_000))]));
    }
}

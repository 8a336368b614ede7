//! What Odoo itself wrote down of changes, where the account may read it (F15): who changed what when, each step of it
//! (requirement 6.4). Everything else is told by the difference between what was seen and what is there.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cursor::Baseline;
use super::poll::{PollError, Round};
use super::track::{Written, kinds};
use super::{Kind, Seen, Sighting, Watched};
use crate::odoo::{Connection, Fields, Filter, Many2One, OdooError, Operation, Row, Search, Type, When};
use crate::order;
use crate::ports::Timestamp;

const MODEL: &str = "mail.tracking.value";
/// How long a right that was given or taken may have to wait.
const KEPT_SECONDS: u32 = 3600;
/// Of one page of records; what is not read is told by the difference.
const STEPS_MAX: u32 = 2_000;
/// Columns of old and new values. Amounts of money have one of their own until 16.
const COLUMNS: [&str; 14] = [
    "mail_message_id",
    "create_uid",
    "create_date",
    "field_id",
    "field",
    "old_value_integer",
    "old_value_float",
    "old_value_char",
    "old_value_text",
    "old_value_datetime",
    "new_value_integer",
    "new_value_float",
    "new_value_char",
    "new_value_text",
];
const FURTHER: [&str; 3] = ["new_value_datetime", "old_value_monetary", "new_value_monetary"];

/// What the account may read of it: by the id of a field its name. Nothing if it may read nothing.
type Names = BTreeMap<i64, String>;

/// One value that somebody changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) id: i64,
    /// All steps of one write have the same.
    message_id: i64,
    field: String,
    from: Value,
    to: Value,
    at: Timestamp,
    by: Option<Many2One>,
}

/// What Odoo wrote down of these records since they were seen, the earliest first; none if the account may not read it.
pub(super) fn read(
    round: &Round<'_>,
    written: &[Written],
    baseline: &Baseline,
) -> Result<Option<BTreeMap<i64, Vec<Step>>>, PollError> {
    let (connection, watched) = (round.connection, round.watched);
    if written.is_empty() {
        return Ok(None);
    }
    let names = names(connection, watched)?;
    if names.is_empty() {
        return Ok(None);
    }
    let seen_at = |written: &Written| written.before.as_ref().map_or(baseline.at, |before| before.written_at);
    let oldest = written.iter().map(seen_at).min().unwrap_or_default();
    let records = messages(connection, watched, written.iter().map(|written| written.id).collect(), oldest)?;
    if records.is_empty() {
        return Ok(Some(BTreeMap::new()));
    }
    let known = connection.describe(MODEL)?;
    let mut fields = known.among(&COLUMNS);
    fields.extend(known.among(&FURTHER));
    let filter = Filter::In("mail_message_id", records.keys().copied().collect());
    let search = Search { model: MODEL, filter: &filter, fields: &fields, order: "id asc", limit: STEPS_MAX };
    let rows = match connection.search_read(&search) {
        Err(OdooError::Access(_)) => return Ok(None),
        rows => rows?,
    };
    let kinds = connection.describe(watched.model)?;
    let steps = rows.iter().filter_map(|row| step(row, &names, &kinds));
    let mut trails: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
    for step in steps {
        let Some(record) = records.get(&step.message_id) else { continue };
        let Some(written) = written.iter().find(|written| written.id == *record) else { continue };
        // What came after the record was read belongs to the next time.
        let is_then = step.at >= seen_at(written) && step.at <= written.now.written_at;
        let is_old = written.before.is_none() && baseline.has(*record, step.at);
        if is_then && !is_old && step.id > written.tracked_to {
            trails.entry(*record).or_default().push(step);
        }
    }
    Ok(Some(trails))
}

/// What happened to a record, step by step, and the id of the last of `steps` that is past then.
pub(super) fn sightings(
    watched: &'static Watched,
    known: &Fields,
    written: &Written,
    steps: &[Step],
) -> (Vec<Sighting>, i64) {
    let now = &written.now;
    let kind = |field: &str| known.get(field).map(|field| &field.kind);
    let is_same = |field: &str, one: &Value, other: &Value| is_same(kind(field), one, other);
    let of = |field: &'static str| move |step: &&Step| step.field == field;
    // Somebody wrote between the two reads: of that write nothing counts yet.
    let future = watched.fields.iter().filter_map(|field| {
        let lands = |step: &&Step| now.values.get(*field).is_none_or(|now| is_same(field, &step.to, now));
        steps.iter().rev().filter(of(field)).take_while(|step| !lands(step)).last()
    });
    let ahead = future.map(|step| step.message_id).min();
    let past: Vec<_> = steps.iter().filter(|step| ahead.is_none_or(|ahead| step.message_id < ahead)).collect();
    let tracked_to = past.iter().map(|step| step.id).max().unwrap_or(0).max(written.tracked_to);
    let plain = || Sighting {
        model: watched.model.to_owned(),
        id: written.id,
        kinds: written.kinds.clone(),
        before: written.before.clone(),
        now: now.clone(),
        ..Sighting::default()
    };
    let mut chain: Vec<Step> = Vec::new();
    for field in watched.fields {
        let before = written.before.as_ref().and_then(|before| before.values.get(*field));
        // A difference has told it already.
        let is_told = |step: &&&Step| before.is_some_and(|before| !is_same(field, &step.from, before));
        let mut own: Vec<_> = past.iter().copied().filter(of(field)).collect();
        own.drain(..own.iter().take_while(is_told).count());
        if matches!(kind(field), Some(Type::Many(_))) {
            // Of several records there are only names, so that steps in between have no ids.
            own.drain(..own.len().saturating_sub(1));
        }
        let last = own.len().saturating_sub(1);
        chain.extend(own.into_iter().enumerate().map(|(place, step)| {
            // As the record itself has it, in the reader's language.
            let to = now.values.get(*field).filter(|_| place == last).unwrap_or(&step.to);
            Step { to: to.clone(), ..step.clone() }
        }));
    }
    if chain.is_empty() || written.kinds.contains(&Kind::Create) {
        return ((!written.kinds.is_empty()).then(plain).into_iter().collect(), tracked_to);
    }
    order::sort_by_key(&mut chain, |step| step.id);
    let mut seen = written.before.clone().unwrap_or_else(|| rewound(now, &chain));
    let mut sightings: Vec<Sighting> = Vec::new();
    for write in chain.chunk_by(|one, other| one.message_id == other.message_id) {
        let mut next = Seen { written_at: write[0].at, ..seen.clone() };
        next.written_by = write[0].by.as_ref().map(|by| by.label.clone()).unwrap_or_default();
        next.written_by_id = write[0].by.as_ref().map(|by| by.id);
        next.values.extend(write.iter().map(|step| (step.field.clone(), step.to.clone())));
        let tracking = write.last().map(|step| step.id);
        sightings.push(Sighting {
            kinds: kinds(watched, &seen, &next),
            before: Some(seen),
            now: next.clone(),
            tracking,
            ..plain()
        });
        seen = next;
    }
    if seen.values != now.values {
        let is_same_write = seen.written_at == now.written_at && seen.written_by_id == now.written_by_id;
        let whole = sightings.pop_if(|_| is_same_write);
        let before = whole.as_ref().map_or(Some(seen), |whole| whole.before.clone());
        let kinds = before.as_ref().map(|before| kinds(watched, before, now)).unwrap_or_default();
        let tracking = whole.and_then(|whole| whole.tracking);
        sightings.push(Sighting { kinds, before, tracking, ..plain() });
    }
    (sightings, tracked_to)
}

/// The record before all these steps.
fn rewound(now: &Seen, chain: &[Step]) -> Seen {
    let mut seen = now.clone();
    seen.values.extend(chain.iter().rev().map(|step| (step.field.clone(), step.from.clone())));
    seen
}

/// Asked once in a while: most accounts may not read it.
fn names(connection: &Connection<'_>, watched: &Watched) -> Result<Names, OdooError> {
    connection.remembered(&format!("tracked/{}", watched.model), KEPT_SECONDS, || {
        match connection.may(MODEL, Operation::Read) {
            Ok(true) => {}
            Ok(false) | Err(OdooError::Access(_) | OdooError::NotInstalled(_)) => return Ok(Names::new()),
            Err(error) => return Err(error),
        }
        let names = watched.fields.iter().map(|field| (*field).to_owned()).collect();
        let filter = Filter::All(vec![Filter::Equals("model", watched.model.to_owned()), Filter::Among("name", names)]);
        let search =
            Search { model: "ir.model.fields", filter: &filter, fields: &["name"], order: "id asc", limit: 80 };
        match connection.search_read(&search) {
            Err(OdooError::Access(_)) => Ok(Names::new()),
            rows => Ok(order::filled(rows?.iter().filter_map(|row| Some((row.id()?, row.text("name")?.to_owned()))))),
        }
    })
}

/// By the ids of messages the ids of their records. They are asked for by themselves: Odoo answers a condition on the message of a
/// value by looking at every message of the model.
fn messages(
    connection: &Connection<'_>,
    watched: &Watched,
    ids: Vec<i64>,
    since: Timestamp,
) -> Result<BTreeMap<i64, i64>, OdooError> {
    let filter = Filter::All(vec![
        Filter::Equals("model", watched.model.to_owned()),
        Filter::In("res_id", ids),
        Filter::Since("create_date", When::Moment(since)),
    ]);
    let search =
        Search { model: "mail.message", filter: &filter, fields: &["res_id"], order: "id asc", limit: STEPS_MAX };
    let rows = connection.search_read(&search)?;
    Ok(order::filled(rows.iter().filter_map(|row| Some((row.id()?, row.integer("res_id")?)))))
}

fn step(row: &Row, names: &Names, kinds: &Fields) -> Option<Step> {
    let field = names.get(&row.many2one("field_id").or_else(|| row.many2one("field"))?.id)?.clone();
    let kind = &kinds.get(&field)?.kind;
    Some(Step {
        id: row.id()?,
        message_id: row.many2one("mail_message_id")?.id,
        from: value(row, kind, "old"),
        to: value(row, kind, "new"),
        at: row.datetime("create_date")?,
        by: row.many2one("create_uid"),
        field,
    })
}

/// As it would stand in the record.
fn value(row: &Row, kind: &Type, which: &str) -> Value {
    let column = |name: &str| row.raw(&format!("{which}_value_{name}")).cloned().unwrap_or(json!(false));
    let text = |name: &str| column(name).as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let or_nothing = |text: Option<String>| text.map_or(json!(false), Value::String);
    match kind {
        Type::Many2One(_) => match column("integer").as_i64() {
            Some(id) if id > 0 => json!([id, text("char").unwrap_or_default()]),
            _ => json!(false),
        },
        Type::Integer => column("integer"),
        Type::Flag => json!(column("integer") == json!(1)),
        Type::Number => match (column("float"), column("monetary")) {
            (float, money) if float.as_f64().is_none_or(|float| float == 0.0) && money.is_number() => money,
            (float, _) => float,
        },
        Type::Date => or_nothing(text("datetime").and_then(|moment| moment.get(..10).map(str::to_owned))),
        Type::Datetime => or_nothing(text("datetime")),
        Type::Selection(choices) => or_nothing(
            text("char")
                .map(|label| choices.iter().find(|(_, known)| *known == label).map_or(label, |(key, _)| key.clone())),
        ),
        _ => or_nothing(text("char").or_else(|| text("text"))),
    }
}

/// Whether both are the same value. Labels may be in another language, and are taken for the same then.
fn is_same(kind: Option<&Type>, one: &Value, other: &Value) -> bool {
    match kind {
        Some(Type::Many2One(_)) => one.get(0) == other.get(0),
        Some(Type::Selection(choices)) => {
            let is_key =
                |value: &Value| value.is_boolean() || choices.iter().any(|(key, _)| value.as_str() == Some(key));
            one == other || !is_key(one) || !is_key(other)
        }
        Some(Type::Number) => one.as_f64().zip(other.as_f64()).is_none_or(|(one, other)| (one - other).abs() < 0.005),
        Some(Type::Many(_)) => true,
        _ => one == other,
    }
}

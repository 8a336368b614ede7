//! The records of a rule at a slot, each with those who are to be told.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::rule::{Reminder, Tier, To};
use crate::odoo::{Connection, Fields, Filter, OdooError, Row, Search, Type, When, user};
use crate::order;
use crate::rules::{self, RuleError};

/// Records of one rule and slot.
pub(super) const RECORDS_MAX: usize = 300;

/// What is told at a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// What is due on the day or soon after it.
    Due,
    /// What was due before.
    Late,
}

/// A record that somebody is reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) due: NaiveDate,
    /// None for what is not late, or not late enough.
    pub(super) tier: Option<Tier>,
    /// Users of Odoo with their names.
    pub(super) people: Vec<(i64, String)>,
}

/// Whether the rule fits the Odoo that is there.
///
/// # Errors
/// [`RuleError::Wrong`] if it does not.
pub(super) fn check(connection: &Connection<'_>, rule: &Reminder) -> Result<(), RuleError> {
    fits(&rules::model(connection, &rule.model)?, rule).map_err(RuleError::Wrong)
}

fn fits(known: &Fields, rule: &Reminder) -> Result<(), String> {
    let missing = |field: &str| format!("the model `{}` has no field `{field}` that the plugin may see", rule.model);
    match known.get(&rule.date_field).map(|field| &field.kind) {
        None => return Err(missing(&rule.date_field)),
        Some(Type::Date | Type::Datetime) => {}
        Some(_) => return Err(format!("the field `{}` of `{}` is no date", rule.date_field, rule.model)),
    }
    let To::Field(field) = &rule.to else { return Ok(()) };
    match known.get(field).map(|field| &field.kind) {
        None => Err(missing(field)),
        Some(Type::Many2One(of) | Type::Many(of)) if of == "res.users" => Ok(()),
        Some(_) => Err(format!("the field `{field}` of `{}` does not hold users", rule.model)),
    }
}

/// The records, the oldest date first, and whether there are more.
pub(super) fn records(
    connection: &Connection<'_>,
    rule: &Reminder,
    what: What,
    today: NaiveDate,
) -> Result<(Vec<Record>, bool), OdooError> {
    let known = connection.describe(&rule.model)?;
    let is_date = known.get(&rule.date_field).is_some_and(|field| field.kind == Type::Date);
    let boundary = |day: NaiveDate| {
        let when = if is_date { When::Day(day) } else { When::Moment(rule.zone.start(day)) };
        Value::from(when.to_string())
    };
    let filter = match what {
        What::Late => rule.open.clone().and(&rule.date_field, "<", boundary(today)),
        What::Due => {
            let end = today.checked_add_days(Days::new(u64::from(rule.days_before) + 1)).unwrap_or(today);
            let open = rule.open.clone().and(&rule.date_field, ">=", boundary(today));
            open.and(&rule.date_field, "<", boundary(end))
        }
    };
    let mut fields = vec!["display_name", rule.date_field.as_str()];
    if let To::Field(field) = &rule.to {
        fields.push(field);
    }
    let rows = connection.search_read(&Search {
        model: &rule.model,
        filter: &Filter::Written(filter),
        fields: &fields,
        order: &format!("{} asc, id asc", rule.date_field),
        limit: u32::try_from(RECORDS_MAX + 1).unwrap_or(u32::MAX),
    })?;
    let names = names(connection, rule, &rows)?;
    let records = rows.iter().take(RECORDS_MAX).filter_map(|row| {
        let due = match row.when(&rule.date_field)? {
            When::Day(day) => day,
            When::Moment(time) => rule.zone.day(time),
        };
        let tier = rule.tier((today - due).num_days());
        Some(Record { id: row.id()?, name: row.name(), due, tier, people: people(rule, row, &names) })
    });
    Ok((records.collect(), rows.len() > RECORDS_MAX))
}

fn people(rule: &Reminder, row: &Row, names: &BTreeMap<i64, String>) -> Vec<(i64, String)> {
    let To::Field(field) = &rule.to else { return Vec::new() };
    match row.many2one(field) {
        Some(user) => vec![(user.id, user.label)],
        None => row.ids(field).into_iter().map(|id| (id, names.get(&id).cloned().unwrap_or_default())).collect(),
    }
}

/// Where a field holds several users, Odoo gives their ids only. Nobody has to have a name.
fn names(connection: &Connection<'_>, rule: &Reminder, rows: &[Row]) -> Result<BTreeMap<i64, String>, OdooError> {
    let To::Field(field) = &rule.to else { return Ok(BTreeMap::new()) };
    let lists = rows.iter().filter(|row| row.many2one(field).is_none());
    let mut ids: Vec<_> = lists.flat_map(|row| row.ids(field)).collect();
    order::sort(&mut ids);
    ids.dedup();
    match user::names(connection, "res.users", &ids) {
        Err(OdooError::Access(_)) => Ok(BTreeMap::new()),
        names => names,
    }
}

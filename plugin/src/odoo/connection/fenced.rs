//! Every read from inside a fence goes through here: what lies outside is not found, in whatever way it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Connection;
use crate::odoo::fence::{Bond, Fence, Reach};
use crate::odoo::line::{Answer, one};
use crate::odoo::{Call, Context, Filter, Method, OdooError};

/// Rows of one look among those that hang on records of anybody.
const PAGE_ROWS: usize = 100;
/// Looks; whoever has so many rows before the first one of theirs does not see it.
const PAGES_MAX: usize = 10;

/// How a call is answered.
enum Plan {
    /// By Odoo.
    Ask(Call),
    /// By Odoo, and then by a look at the records that its rows hang on.
    Look(Call, Bond),
    /// Without it.
    Known(Value),
}

impl Connection<'_> {
    /// Runs the methods as far as they reach; what needs no second look is asked at the same time.
    pub(super) fn execute_fenced(&self, fence: Fence, calls: Vec<Call>) -> Vec<Answer> {
        let plans: Vec<_> = calls.into_iter().map(|call| self.plan(fence, call)).collect();
        let ask = |plan: &Result<Plan, OdooError>| match plan {
            Ok(Plan::Ask(call)) => Some(call.clone()),
            _ => None,
        };
        let mut answers = self.execute_anywhere(plans.iter().filter_map(ask).collect()).into_iter();
        let answer = |plan: Result<Plan, OdooError>| match plan? {
            Plan::Ask(_) => one(answers.next()),
            Plan::Look(call, bond) => self.look(fence, &call, bond),
            Plan::Known(answer) => Ok(answer),
        };
        plans.into_iter().map(answer).collect()
    }

    /// Those of the records that lie inside a fence, and that the account sees.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn reached(&self, fence: Fence, model: &str, ids: &[i64]) -> Result<BTreeSet<i64>, OdooError> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let read = Call::new(model.to_owned(), Method::Read).on(ids).with("fields", ["id"]);
        let found = one(self.execute_fenced(fence, vec![read]))?;
        Ok(found.as_array().into_iter().flatten().filter_map(|row| row["id"].as_i64()).collect())
    }

    fn plan(&self, fence: Fence, call: Call) -> Result<Plan, OdooError> {
        let nothing = match call.method {
            Method::SearchRead | Method::Read | Method::NameSearch => json!([]),
            Method::SearchCount => json!(0),
            // What tells of no record, and what is written: that is looked up before.
            _ => return Ok(Plan::Ask(call)),
        };
        match self.reach(fence, &call.model)? {
            Reach::Everything => Ok(Plan::Ask(call)),
            Reach::Only(filter) => Ok(Plan::Ask(narrowed(by_search(call), &filter))),
            Reach::With(bond) if matches!(call.method, Method::SearchRead | Method::Read) => {
                Ok(Plan::Look(by_search(call), bond))
            }
            Reach::With(_) | Reach::Nothing => Ok(Plan::Known(nothing)),
        }
    }

    fn reach(&self, fence: Fence, model: &str) -> Result<Reach, OdooError> {
        fence.reach(model, |field| Ok(self.describe(model)?.get(field).is_some()))
    }

    /// Rows that hang on records inside, as many as were asked for.
    fn look(&self, fence: Fence, call: &Call, bond: Bond) -> Answer {
        let rows_max = call.arguments.get("limit").and_then(Value::as_u64);
        let rows_max = rows_max.and_then(|rows| usize::try_from(rows).ok()).unwrap_or(usize::MAX);
        let mut inside = Vec::new();
        for page in 0..PAGES_MAX {
            let ask = with_fields(call, bond).with("limit", PAGE_ROWS).with("offset", page * PAGE_ROWS);
            let Value::Array(rows) = one(self.execute_anywhere(vec![ask]))? else { break };
            let is_last = rows.len() < PAGE_ROWS;
            inside.extend(self.inside(fence, bond, rows)?);
            if is_last || inside.len() >= rows_max {
                break;
            }
        }
        inside.truncate(rows_max);
        Ok(Value::Array(inside))
    }

    /// Those of the rows that hang on records inside.
    fn inside(&self, fence: Fence, bond: Bond, rows: Vec<Value>) -> Result<Vec<Value>, OdooError> {
        let record = |row: &Value| Some((row[bond.model].as_str()?.to_owned(), row[bond.id].as_i64()?));
        let mut asked: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for (model, id) in rows.iter().filter_map(record) {
            asked.entry(model).or_default().insert(id);
        }
        let mut known = BTreeSet::new();
        let mut calls = Vec::new();
        for (model, ids) in asked {
            match self.reach(fence, &model) {
                Ok(Reach::Only(filter)) => {
                    let all = Call::new(model, Method::Read).on(&Vec::from_iter(ids)).with("fields", ["id"]);
                    calls.push(narrowed(by_search(all), &filter));
                }
                Ok(Reach::Everything) => known.extend(ids.into_iter().map(|id| (model.clone(), id))),
                // What hangs on something that hangs on something else stays outside, and so does what is closed.
                Ok(Reach::With(_) | Reach::Nothing) | Err(OdooError::Access(_) | OdooError::NotInstalled(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let models: Vec<_> = calls.iter().map(|call| call.model.to_string()).collect();
        for (model, answer) in models.into_iter().zip(self.execute_anywhere(calls)) {
            match answer {
                Ok(found) => {
                    let ids = found.as_array().into_iter().flatten().filter_map(|row| row["id"].as_i64());
                    known.extend(ids.map(|id| (model.clone(), id)));
                }
                Err(OdooError::Access(_) | OdooError::NotInstalled(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(rows.into_iter().filter(|row| record(row).is_some_and(|record| known.contains(&record))).collect())
    }
}

/// Rows by their ids, as a search that takes further conditions; archived ones are found too, and as many as there are ids.
fn by_search(call: Call) -> Call {
    if call.method != Method::Read {
        return call;
    }
    let call = call.within(&Context::new().with_archived());
    let by_ids = Call::new(call.model.clone(), Method::SearchRead)
        .with("domain", Filter::In("id", call.ids.clone()).to_domain())
        .with("limit", call.ids.len());
    let given = call.arguments.into_iter();
    given.fold(by_ids, |search, (name, value)| search.with(&name, value))
}

/// A condition before those of the call is one with all of them.
fn narrowed(call: Call, filter: &Filter) -> Call {
    let own = call.arguments.get("domain").and_then(Value::as_array).cloned().unwrap_or_default();
    let Value::Array(mut domain) = filter.to_domain() else { return call };
    if !own.is_empty() {
        domain.insert(0, json!("&"));
        domain.extend(own);
    }
    call.with("domain", domain)
}

/// The call with the fields that say what its rows hang on.
fn with_fields(call: &Call, bond: Bond) -> Call {
    let mut fields = call.arguments.get("fields").and_then(Value::as_array).cloned().unwrap_or_default();
    for field in [bond.model, bond.id].map(Value::from) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    call.clone().with("fields", fields)
}

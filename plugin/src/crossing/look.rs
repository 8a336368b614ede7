use std::collections::BTreeSet;
use std::time::Duration;

use super::state::{News, State, Watch};
use crate::odoo::{Connection, Filter, OdooError, Row, Search, When};
use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::rules::RuleError;

/// Read again each time: transactions become visible after the moment they write down.
const OVERLAP: Duration = Duration::from_secs(120);
const PAGE: u32 = 200;
/// Pages of one look; the next one goes on.
const PAGES_MAX: usize = 10;
/// Records of one news.
const NEWS_MAX: usize = 100;
/// What fits when the watching begins has to fit into one value of the store.
const BASELINE_MAX: usize = 20_000;
const ORDER: &str = "write_date asc, id asc";

/// Looks once, and lets `tell` tell what it found. What could not be told is told by the next look.
///
/// # Errors
/// See [`RuleError`], and those of `tell`.
pub fn look(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    watch: &Watch<'_>,
    fence: u64,
    tell: &mut dyn FnMut(&News) -> Result<(), RuleError>,
) -> Result<(), RuleError> {
    let Some(mut state) = watch.state(deps)? else { return begin(deps, connection, watch, fence) };
    if state.news.is_none() {
        state = read(deps, connection, watch, State { fence, ..state })?;
        save(deps, watch, &state)?;
    }
    let Some(news) = &state.news else { return Ok(()) };
    tell(news)?;
    settle(deps, watch, state.epoch, news)?;
    save(deps, watch, &State { news: None, fence, ..state })
}

/// What fits now is no news.
fn begin(deps: &Deps<'_>, connection: &Connection<'_>, watch: &Watch<'_>, fence: u64) -> Result<(), RuleError> {
    let known = connection.describe(watch.model)?;
    let everything = if known.get("active").is_some() { Filter::archived_too() } else { Filter::All(Vec::new()) };
    let search = |filter, order, limit| {
        connection.search_read(&Search { model: watch.model, filter, fields: &["write_date"], order, limit })
    };
    let last = search(&everything, "write_date desc, id desc", 1)?;
    let limit = u32::try_from(BASELINE_MAX + 1).unwrap_or(u32::MAX);
    let fitting = search(&Filter::Written(watch.domain.clone()), "id asc", limit)?;
    if fitting.len() > BASELINE_MAX {
        let text = format!("more than {BASELINE_MAX} records fit its domain already; narrow it, such as by a date");
        return Err(RuleError::Wrong(text));
    }
    // What was marked under the same rule at another time does not count.
    let epoch = deps.clock.now().0;
    watch.keep_baseline(deps, epoch, fitting.iter().filter_map(Row::id).collect())?;
    let since = last.first().and_then(|row| row.datetime("write_date")).unwrap_or_default();
    save(deps, watch, &State { shape: watch.shape(), epoch, since, fence, ..State::default() })
}

fn read(deps: &Deps<'_>, connection: &Connection<'_>, watch: &Watch<'_>, state: State) -> Result<State, RuleError> {
    let baseline = watch.baseline(deps, state.epoch)?;
    let (fits, does_not) = filters(connection, watch)?;
    let came = rows(deps, connection, watch, &state, fits, &baseline, true)?;
    // What came fits, however the second question is answered in the meantime.
    let ids: BTreeSet<_> = order::filled(came.found.iter().filter_map(Row::id));
    let mut went = rows(deps, connection, watch, &state, does_not, &baseline, false)?;
    went.found.retain(|row| row.id().is_some_and(|id| !ids.contains(&id)));
    // Where one of them was not read to its end, the next look goes on.
    let ends = [&came, &went].map(|side| side.until);
    let partly = [&came, &went].into_iter().filter(|side| !side.is_whole).map(|side| side.until).min();
    let since = state.since.max(partly.unwrap_or(ends[0].max(ends[1])));
    let (came, went) = (came.found, went.found);
    let values = |rows: Vec<Row>| rows.into_iter().map(Row::into_value).collect::<Vec<_>>();
    if came.is_empty() && went.is_empty() {
        return Ok(State { since, ..state });
    }
    let count = state.count + 1;
    let news = News { id: format!("{}/{}/{count}", watch.name, state.epoch), came: values(came), went: values(went) };
    Ok(State { since, count, news: Some(news), ..state })
}

/// Those that fit, and those that do not: what is archived fits only if the domain asks for it.
fn filters(connection: &Connection<'_>, watch: &Watch<'_>) -> Result<(Filter, Filter), OdooError> {
    let known = connection.describe(watch.model)?;
    let fits = Filter::Written(watch.domain.clone());
    let does_not = Filter::Not(Box::new(fits.clone()));
    if known.get("active").is_none() || watch.domain.mentions("active") {
        return Ok((fits, does_not));
    }
    let does_not = Filter::Any(vec![does_not, Filter::Flag("active", false)]);
    Ok((fits, Filter::All(vec![Filter::archived_too(), does_not])))
}

/// One side of the domain.
struct Side {
    /// Records that were on the other one before.
    found: Vec<Row>,
    /// What was written before then was read.
    until: Timestamp,
    is_whole: bool,
}

fn rows(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    watch: &Watch<'_>,
    state: &State,
    filter: Filter,
    baseline: &BTreeSet<i64>,
    fits: bool,
) -> Result<Side, RuleError> {
    let mut since = Timestamp(state.since.0 - i64::try_from(OVERLAP.as_millis()).unwrap_or(0));
    // Odoo cuts moments to seconds: what was seen of the last second is left out of the next page.
    let (mut seen, mut found): (Vec<i64>, Vec<Row>) = (Vec::new(), Vec::new());
    let mut fields = vec!["display_name", "write_date"];
    fields.extend(watch.fields);
    for _ in 0..PAGES_MAX {
        let mut filters = vec![filter.clone(), Filter::Since("write_date", When::Moment(since))];
        if !seen.is_empty() {
            filters.push(Filter::Not(Box::new(Filter::In("id", seen.clone()))));
        }
        let filter = Filter::All(filters);
        let search = Search { model: watch.model, filter: &filter, fields: &fields, order: ORDER, limit: PAGE };
        let page = connection.search_read(&search)?;
        let is_last = page.len() < PAGE as usize;
        for row in page {
            let (Some(id), Some(at)) = (row.id(), row.datetime("write_date")) else { continue };
            if at > since {
                seen.clear();
                since = at;
            }
            seen.push(id);
            if watch.fitted(deps, state.epoch, baseline, id)? != fits {
                found.push(row);
            }
            if found.len() >= NEWS_MAX {
                return Ok(Side { found, until: since, is_whole: false });
            }
        }
        if is_last {
            return Ok(Side { found, until: since, is_whole: true });
        }
    }
    Ok(Side { found, until: since, is_whole: false })
}

fn settle(deps: &Deps<'_>, watch: &Watch<'_>, epoch: i64, news: &News) -> Result<(), RuleError> {
    for (rows, fits) in [(&news.came, true), (&news.went, false)] {
        for id in rows.iter().filter_map(|row| row["id"].as_i64()) {
            watch.remember(deps, epoch, id, fits)?;
        }
    }
    Ok(())
}

fn save(deps: &Deps<'_>, watch: &Watch<'_>, state: &State) -> Result<(), RuleError> {
    if watch.save(deps, state)? { Ok(()) } else { Err(RuleError::Fenced) }
}

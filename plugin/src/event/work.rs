//! The jobs that deliver: each has some of the lanes, and runs on every node.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::deliver::deliver;
use super::lane::{Batch, Lane, Outcome};
use super::{LANES, QUESTION_LANES, pace};
use crate::ports::{Deps, Level};
use crate::settings::Settings;
use crate::store::StoreError;

/// Jobs that deliver at the same time.
const WORKERS: u32 = 4;
/// Of one run; whoever dies later loses a lane for less than its lease.
const TIME_MAX: Duration = Duration::from_secs(20);
/// When the store did not answer.
const RETRY: Duration = Duration::from_secs(5);

/// Lets the job that has this lane run.
pub(super) fn wake(deps: &Deps<'_>, lane: u32) {
    let worker = if lane < LANES { lane % WORKERS } else { WORKERS + lane - LANES };
    deps.jobs.wake(JOBS[worker as usize]);
}

/// The names of the jobs: those that show, then one for each lane of what services are asked.
pub const JOBS: [&str; (WORKERS + QUESTION_LANES) as usize] =
    ["outbox-1", "outbox-2", "outbox-3", "outbox-4", "questions-1", "questions-2", "questions-3", "questions-4"];

/// Does what can be done on the lanes of one worker.
///
/// # Errors
/// For the log.
pub fn work(deps: &Deps<'_>, worker: u32) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    if settings.is_paused {
        return lanes(worker).try_for_each(|lane| lane.decline(deps)).map_err(|error| error.to_string());
    }
    let (start, token) = (deps.clock.now(), crate::ids::ulid(deps));
    let is_late = || deps.clock.now().since(start) >= TIME_MAX;
    // One batch of each in turn, so that a lane with much to do does not keep the other one waiting.
    let mut turns: VecDeque<_> = lanes(worker).map(|lane| (lane, None)).collect();
    let mut failure = None;
    while let Some((lane, batch)) = turns.pop_front() {
        match turn(deps, &settings, lane, batch, &token, &is_late) {
            Ok(None) => {}
            Ok(next) => turns.push_back((lane, next)),
            // The other lanes are not to blame.
            Err(error) => failure = Some(error.to_string()),
        }
    }
    failure.map_or(Ok(()), Err)
}

/// Lets other processes do what was left to the jobs of this one.
///
/// # Errors
/// See [`StoreError`].
pub fn decline(deps: &Deps<'_>) -> Result<(), StoreError> {
    (0..LANES + QUESTION_LANES).try_for_each(|number| Lane::of(number).decline(deps))
}

fn lanes(worker: u32) -> impl Iterator<Item = Lane> {
    let numbers = match worker.checked_sub(WORKERS) {
        None => (worker..LANES).step_by(WORKERS as usize),
        Some(lane) => (LANES + lane..LANES + lane + 1).step_by(1),
    };
    numbers.map(Lane::of)
}

/// One batch of a lane; the next one if there is one, and time for it.
fn turn(
    deps: &Deps<'_>,
    settings: &Settings,
    lane: Lane,
    batch: Option<Batch>,
    token: &str,
    is_late: &dyn Fn() -> bool,
) -> Result<Option<Batch>, StoreError> {
    let batch = match batch {
        Some(batch) => batch,
        None if is_late() => return Ok(None),
        None => match lane.begin(deps, token)? {
            Some(batch) => batch,
            None => return Ok(None),
        },
    };
    let outcomes = outcomes(deps, settings, &batch, is_late);
    lane.finish(deps, &batch, &outcomes, !is_late())
}

fn outcomes<'a>(
    deps: &Deps<'_>,
    settings: &Settings,
    batch: &'a Batch,
    is_late: &dyn Fn() -> bool,
) -> HashMap<&'a str, Outcome> {
    let (mut outcomes, mut waiting) = (HashMap::new(), HashSet::new());
    for item in &batch.items {
        if is_late() {
            break;
        }
        // What comes later about the same subject waits for what came earlier.
        if waiting.contains(&item.subject) {
            continue;
        }
        // What is to be read in a channel that has enough for now waits in the queue, and is not even looked at.
        if let Err(at) = pace::admit(deps, item.channel) {
            waiting.insert(item.subject);
            outcomes.insert(item.key.as_str(), Outcome::Untouched(at));
            continue;
        }
        let outcome = deliver(deps, settings, item, batch).unwrap_or_else(|error| {
            let fields = [("event", item.key.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "An event could not be delivered; it will be tried again", &fields);
            Outcome::Later(deps.clock.now().after(RETRY))
        });
        if outcome != Outcome::Done {
            waiting.insert(item.subject);
        }
        outcomes.insert(item.key.as_str(), outcome);
    }
    outcomes
}

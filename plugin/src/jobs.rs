//! Work that comes back by itself (requirement 12.1): one table. The host runs the timers, holds the leases and stops a run
//! that takes too long.

mod compact;
mod gone;
pub mod health;
mod nightly;
mod seal;

use crate::approval;
use crate::digest;
use crate::event;
use crate::hook;
use crate::module;
use crate::org_event;
use crate::ports::Deps;
use crate::proposal::tend::tend;
use crate::reminder;
use crate::settings::Settings;
use crate::watch;

/// One job.
pub struct Job {
    /// Names the lease and the log lines: `[a-z0-9-]+`.
    pub name: &'static str,
    /// From the end of one run to the start of the next.
    pub period_seconds: u32,
    /// How long one run may take.
    pub deadline_ms: u32,
    /// Whether one node runs it for all.
    pub is_leased: bool,
    run: Run,
}

/// One run. The fence rises with every change of the lease's holder: what a job keeps carries it, so that a late write of an
/// earlier holder is told and refused. The error is for the log.
type Run = fn(&Deps<'_>, u64) -> Result<(), String>;

/// All jobs.
pub static JOBS: &[Job] = &[
    leased("health", 60, health::run),
    leased("expire", EXPIRE_SECONDS, expire),
    leased("seal", NIGHTLY_SECONDS, seal::run),
    leased("compact", NIGHTLY_SECONDS, compact::run),
    leased("gone", NIGHTLY_SECONDS, gone::run),
    leased("poll", 1, watch::run),
    leased("reminders", CLOCK_SECONDS, reminder::run),
    leased("digest", CLOCK_SECONDS, digest::run),
    leased(approval::AREA, CLOCK_SECONDS, approval::run),
    leased("org-events", CLOCK_SECONDS, org_event::run),
    everywhere(event::JOBS[0], 1, |deps, _| event::work(deps, 0)),
    everywhere(event::JOBS[1], 1, |deps, _| event::work(deps, 1)),
    everywhere(event::JOBS[2], 1, |deps, _| event::work(deps, 2)),
    everywhere(event::JOBS[3], 1, |deps, _| event::work(deps, 3)),
    asking(event::JOBS[4], |deps, _| event::work(deps, 4)),
    asking(event::JOBS[5], |deps, _| event::work(deps, 5)),
    asking(event::JOBS[6], |deps, _| event::work(deps, 6)),
    asking(event::JOBS[7], |deps, _| event::work(deps, 7)),
    everywhere("hooks", COUNT_SECONDS, |deps, _| hook::flush(deps).map_err(|error| error.to_string())),
];

/// How soon what nobody decided expires, and what a process left behind goes on.
const EXPIRE_SECONDS: u32 = 300;
/// How soon a night's work begins and goes on; by day a run only looks at how far it is.
const NIGHTLY_SECONDS: u32 = 300;

/// How soon after its time something happens that happens at a time of day.
const CLOCK_SECONDS: u32 = 60;
/// How soon what came of hooks is written down.
const COUNT_SECONDS: u32 = 5;

/// Most of the 30 s that the host gives a call; what is left over comes in the next run.
const DEADLINE_MS: u32 = 28_000;

/// A service has 30 s for one answer, and a run that began to ask waits for it.
const ASKING_MS: u32 = 58_000;
/// How soon what was not answered is looked at again; what is new wakes the job.
const ASKING_SECONDS: u32 = 5;

const fn leased(name: &'static str, period_seconds: u32, run: Run) -> Job {
    Job { name, period_seconds, deadline_ms: DEADLINE_MS, is_leased: true, run }
}

/// Runs on every node: what it works on has leases of its own, or is that node's.
const fn everywhere(name: &'static str, period_seconds: u32, run: Run) -> Job {
    Job { name, period_seconds, deadline_ms: DEADLINE_MS, is_leased: false, run }
}

/// Waits for other services, so that nothing else of this plugin does.
const fn asking(name: &'static str, run: Run) -> Job {
    Job { name, period_seconds: ASKING_SECONDS, deadline_ms: ASKING_MS, is_leased: false, run }
}

/// Its writes need no fence: each is a compare-and-set of one proposal or module, and an execution has a fence of its own.
fn expire(deps: &Deps<'_>, _: u64) -> Result<(), String> {
    let (tended, told) = (tend(deps), module::tell(deps, &Settings::current(deps).settings));
    tended.and(told).map_err(|error| error.to_string())
}

/// Runs a job once.
///
/// # Errors
/// For the log.
pub fn run(deps: &Deps<'_>, name: &str, fence: u64) -> Result<(), String> {
    let job = JOBS.iter().find(|job| job.name == name).ok_or_else(|| format!("there is no job {name}"))?;
    (job.run)(deps, fence)
}

#[cfg(test)]
mod tests {
    use super::JOBS;

    #[test]
    fn names_are_what_leases_are_called() {
        for job in JOBS {
            assert!(job.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", job.name);
            assert_eq!(JOBS.iter().filter(|other| other.name == job.name).count(), 1, "{}", job.name);
            assert!(job.period_seconds >= 1 && job.deadline_ms < 60_000, "{}", job.name);
        }
    }
}

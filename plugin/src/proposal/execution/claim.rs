//! Who may run a proposal, and for how long.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use super::{Change as Record, Claim, Progress, Step};
use crate::ports::{Deps, Timestamp};
use crate::proposal::{Proposal, Proposals, State};
use crate::store::{Change, StoreError};

/// How long a claim holds without being renewed; every call to Odoo ends sooner.
pub(super) const LEASE: Duration = Duration::from_secs(60);
/// Claims of one proposal before nothing further is sent without a person: something about it keeps killing processes.
const CLAIMS_MAX: u64 = 12;

/// Why it is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has been approved just now.
    Start,
    /// Somebody wants what is missing to be tried again.
    Retry,
    /// A job found it unfinished.
    Resume,
}

/// What came of a claim.
pub(super) enum Claimed {
    /// It is ours.
    Mine(Proposal),
    /// Somebody else holds it.
    Taken(Proposal),
    /// There is nothing to run.
    Nothing(Proposal),
}

/// Claims a proposal: of all that try at the same time one has it.
pub(super) fn claim(deps: &Deps<'_>, id: &str, why: Why, by: &str) -> Result<Option<Claimed>, StoreError> {
    let now = deps.clock.now();
    let outcome = Proposals::new(deps).update(id, |old| {
        if old.state == State::Executing && old.execution.is_held(now) {
            return Change::Keep(Kind::Taken);
        }
        if !may_run(old.state, why) {
            return Change::Keep(Kind::Nothing);
        }
        let mut new = old.clone();
        let execution = &mut new.execution;
        execution.fence += 1;
        execution.claim = Some(Claim { by: by.to_owned(), fence: execution.fence, until: now.after(LEASE) });
        if execution.steps.is_empty() {
            execution.steps = vec![Step::default(); old.operations.len()];
        }
        if why == Why::Resume {
            execution.settles_only |= execution.fence > CLAIMS_MAX;
        } else {
            execution.is_stopped = false;
            execution.settles_only = false;
            execution.started_by = by.to_owned();
        }
        new.state = State::Executing;
        new.reason = String::new();
        Change::Put(new, Kind::Mine)
    })?;
    Ok(outcome.map(|(proposal, kind)| match kind {
        Kind::Mine => Claimed::Mine(proposal),
        Kind::Taken => Claimed::Taken(proposal),
        Kind::Nothing => Claimed::Nothing(proposal),
    }))
}

enum Kind {
    Mine,
    Taken,
    Nothing,
}

fn may_run(state: State, why: Why) -> bool {
    match state {
        State::Approved | State::Executing => true,
        State::Partial | State::Failed => why == Why::Retry,
        // The job only settles; what it finds missing waits for a person.
        State::Unknown => why != Why::Start,
        _ => false,
    }
}

/// The right of this process to go on with a proposal.
pub(super) struct Hold<'a> {
    deps: &'a Deps<'a>,
    pub(super) id: String,
    fence: u64,
    /// What the records hold since they were written; stored along with whatever is stored next.
    journals: RefCell<BTreeMap<usize, Vec<Record>>>,
}

/// Why a process has to leave a proposal alone.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// Another process has taken over.
    #[error("another process has taken over")]
    Lost,
    /// Nobody knows whether it was stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<'a> Hold<'a> {
    /// By a claim that was just made.
    pub(super) fn new(deps: &'a Deps<'a>, proposal: &Proposal) -> Self {
        Self { deps, id: proposal.id.clone(), fence: proposal.execution.fence, journals: RefCell::default() }
    }

    /// What to store along with the next change.
    pub(super) fn journal(&self, index: usize, records: Vec<Record>) {
        self.journals.borrow_mut().insert(index, records);
    }

    /// Changes the proposal and renews the claim, unless another process has taken over.
    pub(super) fn put(&self, mut change: impl FnMut(&mut Proposal)) -> Result<Proposal, Stop> {
        match self.try_put(&mut change) {
            // What is journalled serves an undo; what became of the write matters more.
            Err(Stop::Store(StoreError::TooLarge { .. })) => {
                self.journals.borrow_mut().clear();
                self.try_put(&mut change)
            }
            outcome => outcome,
        }
    }

    fn try_put(&self, change: &mut dyn FnMut(&mut Proposal)) -> Result<Proposal, Stop> {
        let until = self.deps.clock.now().after(LEASE);
        let outcome = Proposals::new(self.deps).update(&self.id, |old| {
            if old.state != State::Executing || !old.execution.is_held_with(self.fence) {
                return Change::Keep(false);
            }
            let mut new = old.clone();
            if let Some(claim) = &mut new.execution.claim {
                claim.until = until;
            }
            for (index, records) in self.journals.borrow().iter() {
                if let Some(step) = new.execution.steps.get_mut(*index) {
                    step.journal.clone_from(records);
                }
            }
            change(&mut new);
            Change::Put(new, true)
        })?;
        match outcome {
            Some((proposal, true)) => Ok(proposal),
            _ => Err(Stop::Lost),
        }
    }

    /// Lets the claim go before its time: others may take over from `at` on.
    pub(super) fn release(&self, at: Timestamp) -> Result<Proposal, Stop> {
        self.put(|proposal| {
            if let Some(claim) = &mut proposal.execution.claim {
                claim.until = at;
            }
        })
    }
}

/// The state that the steps amount to.
pub(in crate::proposal) fn state_of(steps: &[Step]) -> State {
    let count = |progress| steps.iter().filter(|step| step.progress == progress).count();
    match (count(Progress::Sent), count(Progress::Done)) {
        (0, done) if done == steps.len() => State::Done,
        (0, 0) => State::Failed,
        (0, _) => State::Partial,
        _ => State::Unknown,
    }
}

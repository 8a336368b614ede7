//! From operation to operation: settle, look, then intent, write, outcome.

use std::collections::BTreeMap;

use serde_json::Map;

use super::before::{self, Before};
use super::claim::{Hold, Stop, state_of};
use super::sending::Sending;
use super::settle::{self, Settled};
use super::{Change, Progress, Ran, Step, Why, connect_for, note};
use crate::approval;
use crate::identity::Identity;
use crate::odoo::{Connection, OdooError, Outage};
use crate::ports::{ChatError, Deps, Level, Timestamp};
use crate::proposal::{Effect, Proposal, State, again};
use crate::settings::{Account, Settings, WRITING_PAUSED};
use crate::store::StoreError;
use crate::text::cut;
use crate::watch;

/// Runes of what Odoo says that are kept for admins.
const DETAIL_RUNES_MAX: usize = 500;

/// One process on its way through one proposal.
pub(super) struct Walk<'a> {
    deps: &'a Deps<'a>,
    settings: &'a Settings,
    account: &'a Account,
    identity: &'a Identity,
    odoo: Connection<'a>,
    hold: &'a Hold<'a>,
    why: Why,
    start: Timestamp,
}

impl<'a> Walk<'a> {
    /// The account's time starts to run.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub(super) fn new(
        deps: &'a Deps<'a>,
        settings: &'a Settings,
        identity: &'a Identity,
        hold: &'a Hold<'a>,
        why: Why,
        proposal: &Proposal,
    ) -> Result<Self, StoreError> {
        let account = &identity.account;
        let (odoo, start) = (connect_for(deps, account, proposal)?, deps.clock.now());
        Ok(Self { deps, settings, account, identity, odoo, hold, why, start })
    }

    /// As far as it gets.
    pub(super) fn go(&self, mut proposal: Proposal) -> Result<Ran, Stop> {
        if let Some(ran) = self.settle(&mut proposal)? {
            return Ok(ran);
        }
        let is_all_done = proposal.execution.steps.iter().all(|step| step.progress == Progress::Done);
        if is_all_done || proposal.execution.settles_only {
            return self.finish(&proposal, "");
        }
        if self.settings.is_paused {
            return self.finish(&proposal, WRITING_PAUSED);
        }
        if let Some(act) = proposal.unlisted(&self.settings.proposals.documents) {
            return self.finish(&proposal, &format!("`{act}` is not on the list `DocumentKinds` any more."));
        }
        match before::look(&self.odoo, &proposal) {
            Ok(Before::Same(before)) => self.write(proposal, before),
            Ok(Before::Changed(sentence)) => self.changed(&proposal, &sentence),
            Err(error) => self.finish(&proposal, &self.explain(&error)),
        }
    }

    /// Finds out what became of what was sent without an answer.
    fn settle(&self, proposal: &mut Proposal) -> Result<Option<Ran>, Stop> {
        for index in 0..proposal.execution.steps.len() {
            if proposal.execution.steps[index].progress != Progress::Sent {
                continue;
            }
            let settled = match settle::look(&self.odoo, proposal, index, self.deps.clock.now()) {
                Ok(settled) => settled,
                Err(error) => return self.finish(proposal, &self.explain(&error)).map(Some),
            };
            match settled {
                Settled::Done(ids) => {
                    *proposal = self.hold.put(|proposal| at(proposal, index, |step| done(step, &ids)))?;
                    self.journal(proposal, index);
                }
                Settled::Missing => {
                    let missing =
                        |step: &mut Step| failed(step, Progress::Waiting, "It did not reach Odoo.", "missing");
                    *proposal = self.hold.put(|proposal| at(proposal, index, missing))?;
                }
                Settled::TooEarly(until) => return self.wait(proposal, until).map(Some),
                Settled::Unclear(sentence) => {
                    let unclear = |step: &mut Step| {
                        failed(step, Progress::Sent, &sentence, "unclear");
                        step.needs_person = true;
                    };
                    *proposal = self.hold.put(|proposal| at(proposal, index, unclear))?;
                    return self.finish(proposal, &sentence).map(Some);
                }
            }
        }
        Ok(None)
    }

    /// Nobody knows yet. What a dead process left behind goes on by itself when the time has come.
    fn wait(&self, proposal: &Proposal, until: Timestamp) -> Result<Ran, Stop> {
        if self.why == Why::Resume && !proposal.execution.settles_only {
            return self.hold.release(until).map(Ran::Unfinished);
        }
        self.finish(proposal, "Odoo may still be at work on it.")
    }

    fn write(&self, mut proposal: Proposal, mut before: BTreeMap<usize, Change>) -> Result<Ran, Stop> {
        for index in 0..proposal.operations.len() {
            if proposal.execution.steps.get(index).is_none_or(|step| step.progress == Progress::Done) {
                continue;
            }
            if proposal.execution.is_stopped {
                return self.finish(&proposal, "Somebody stopped it.");
            }
            if index > 0 && self.is_late() {
                return self.hold.release(self.deps.clock.now()).map(Ran::Unfinished);
            }
            let content = match self.content(&proposal, index) {
                Ok(content) => content,
                Err(sentence) => {
                    let refuse = |step: &mut Step| failed(step, Progress::Failed, &sentence, "file");
                    proposal = self.hold.put(|proposal| at(proposal, index, refuse))?;
                    return self.finish(&proposal, &sentence);
                }
            };
            let sending = match Sending::of(&self.odoo, &proposal, index, content) {
                Ok(sending) => sending,
                Err(error) => return self.finish(&proposal, &self.explain(&error)),
            };
            let intent = Step {
                progress: Progress::Sent,
                way: sending.way(),
                sent_at: Some(self.deps.clock.now()),
                journal: before.remove(&index).into_iter().collect(),
                ..Step::default()
            };
            // Whoever finds the intent without an outcome looks in Odoo before anything is sent again.
            proposal = self.hold.put(|proposal| {
                self.identity.label.clone_into(&mut proposal.execution.identity);
                at(proposal, index, |step| step.clone_from(&intent));
            })?;
            let Some(operation) = proposal.operations.get(index) else { break };
            if let Some((id, fields)) = before::target(operation) {
                watch::expect(self.deps, operation.model.name(), id, &proposal.origin.channel_id, &fields);
            }
            let footer = note::footer(self.deps, &proposal, &note::mark_of_step(&proposal, index));
            match sending.send(&self.odoo, operation, &footer, &files(&proposal)) {
                Ok(ids) => {
                    proposal = self.hold.put(|proposal| at(proposal, index, |step| done(step, &ids)))?;
                    self.journal(&proposal, index);
                }
                Err(OdooError::Outage(Outage::Overdue)) => {
                    self.hold.put(|proposal| at(proposal, index, |step| step.progress = Progress::Waiting))?;
                    return self.hold.release(self.deps.clock.now()).map(Ran::Unfinished);
                }
                Err(error) => {
                    let progress = if error.outcome_is_unknown() { Progress::Sent } else { Progress::Failed };
                    let sentence = self.explain(&error);
                    let detail = error.fault().map(|fault| cut(&fault.message, DETAIL_RUNES_MAX)).unwrap_or_default();
                    let refuse = |step: &mut Step| {
                        failed(step, progress, &sentence, error.code());
                        step.detail.clone_from(&detail);
                    };
                    proposal = self.hold.put(|proposal| at(proposal, index, refuse))?;
                    return self.finish(&proposal, &sentence);
                }
            }
        }
        self.finish(&proposal, "")
    }

    /// What is in the file that an operation sends; nothing for all others.
    fn content(&self, proposal: &Proposal, index: usize) -> Result<Vec<u8>, String> {
        let Some(Effect::File { file_id, name, .. }) = proposal.operations.get(index).map(|one| &one.effect) else {
            return Ok(Vec::new());
        };
        self.deps.chat.read_file(file_id).map_err(|error| {
            let fields = [("proposal", self.hold.id.clone()), ("error", error.to_string())];
            self.deps.log.write(Level::Warn, "A file could not be read", &fields);
            match error {
                ChatError::NotFound => format!("The file “{name}” is not in Mattermost any more."),
                _ => format!("Mattermost did not hand over the file “{name}”."),
            }
        })
    }

    /// What the records hold now, for whoever wants to undo it.
    fn journal(&self, proposal: &Proposal, index: usize) {
        let (Some(operation), Some(step)) = (proposal.operations.get(index), proposal.execution.steps.get(index))
        else {
            return;
        };
        let fields: Vec<String> = match &operation.effect {
            Effect::Create { values } => values.first().into_iter().flat_map(|values| values.keys().cloned()).collect(),
            Effect::Write { .. } | Effect::Decide { .. } => {
                let target = before::target(operation).map(|(_, fields)| fields).unwrap_or_default();
                target.into_iter().map(ToOwned::to_owned).collect()
            }
            Effect::Note { .. } | Effect::File { .. } | Effect::Finish { .. } => return,
        };
        let wanted: Vec<&str> = fields.iter().map(String::as_str).chain(["write_date"]).collect();
        let rows = self.odoo.read(operation.model.name(), &step.record_ids, &wanted).unwrap_or_else(|error| {
            self.explain(&error);
            Vec::new()
        });
        let records = step.record_ids.iter().map(|id| {
            let old = step.journal.iter().find(|change| change.id == *id).map(|change| change.old.clone());
            let row = rows.iter().find(|row| row.id() == Some(*id));
            Change {
                model: operation.model,
                id: *id,
                is_new: matches!(operation.effect, Effect::Create { .. }),
                old: old.unwrap_or_default(),
                new: row.map_or_else(Map::new, |row| before::kept(row, fields.iter().cloned())),
                write_date: row.map(before::stamp).unwrap_or_default(),
            }
        });
        for row in rows.iter().filter(|_| before::target(operation).is_some()) {
            if let (Some(id), Some(written_at)) = (row.id(), row.datetime("write_date")) {
                watch::happened(self.deps, operation.model.name(), id, written_at);
            }
        }
        self.hold.journal(index, records.collect());
    }

    /// A record is not what people looked at any more.
    fn changed(&self, proposal: &Proposal, sentence: &str) -> Result<Ran, Stop> {
        if proposal.execution.steps.iter().any(|step| step.progress != Progress::Waiting) {
            return self.finish(proposal, sentence);
        }
        match again::propose(self.deps, self.settings, self.account, proposal) {
            Ok(Some(old)) => Ok(Ran::Ended(old)),
            Ok(None) => Err(Stop::Lost),
            Err(reason) => self.finish(proposal, &format!("{sentence} {reason}")),
        }
    }

    /// Leaves the notes and lets the proposal go.
    fn finish(&self, proposal: &Proposal, sentence: &str) -> Result<Ran, Stop> {
        let has_written = proposal.execution.steps.iter().any(|step| step.progress == Progress::Done);
        if has_written && !proposal.execution.is_noted {
            note::leave(self.deps, &self.odoo, proposal);
        }
        let now = self.deps.clock.now();
        let ended = self.hold.put(|proposal| {
            proposal.execution.executed_at = Some(now);
            end(proposal, sentence);
            proposal.execution.is_noted = proposal.state == State::Done;
        });
        if has_written && proposal.is_of_approver() {
            // Who was asked for this decision does not have to wait for the next round.
            self.deps.jobs.wake(approval::AREA);
        }
        ended.map(Ran::Ended)
    }

    /// A further write might not come to its end within this call.
    fn is_late(&self) -> bool {
        self.deps.clock.now().since(self.start) > self.account.timeout / 2
    }

    fn explain(&self, error: &OdooError) -> String {
        let fields =
            [("proposal", self.hold.id.clone()), ("code", error.code().to_owned()), ("error", error.to_string())];
        self.deps.log.write(Level::Warn, "A proposal could not be written to Odoo", &fields);
        self.identity.explain(self.deps, error)
    }
}

/// It ends in the state that its steps amount to.
pub(super) fn end(proposal: &mut Proposal, sentence: &str) {
    proposal.state = state_of(&proposal.execution.steps);
    sentence.clone_into(&mut proposal.reason);
    proposal.execution.claim = None;
    proposal.execution.settles_only = proposal.state == State::Unknown;
}

/// The files that are on the record by now.
fn files(proposal: &Proposal) -> Vec<i64> {
    let steps = proposal.operations.iter().zip(&proposal.execution.steps);
    let of_files = steps.filter(|(operation, _)| matches!(operation.effect, Effect::File { .. }));
    of_files.flat_map(|(_, step)| step.record_ids.iter().copied()).collect()
}

fn at(proposal: &mut Proposal, index: usize, change: impl FnOnce(&mut Step)) {
    if let Some(step) = proposal.execution.steps.get_mut(index) {
        change(step);
    }
}

fn done(step: &mut Step, ids: &[i64]) {
    failed(step, Progress::Done, "", "");
    step.record_ids = ids.to_vec();
}

fn failed(step: &mut Step, progress: Progress, sentence: &str, code: &str) {
    step.progress = progress;
    sentence.clone_into(&mut step.error);
    code.clone_into(&mut step.code);
    step.detail = String::new();
    step.needs_person = false;
}

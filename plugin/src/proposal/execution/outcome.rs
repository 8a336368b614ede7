//! What came of it, for programs and for people.

use serde_json::{Value, json};

use super::{Progress, Step};
use crate::language::Language;
use crate::ports::Timestamp;
use crate::proposal::{Effect, Operation, Proposal, State};
use crate::say;

/// The result of a proposal that ran: `{proposal_id, case_id, executed_at, results}`, one result for each operation.
#[must_use]
pub fn result(proposal: &Proposal) -> Value {
    let steps = proposal.operations.iter().zip(&proposal.execution.steps);
    json!({
        "proposal_id": proposal.id,
        "case_id": proposal.case_id,
        "executed_at": proposal.execution.executed_at.map(rfc_3339),
        "results": steps.map(|(operation, step)| one(operation, step)).collect::<Vec<_>>(),
    })
}

/// What came of it in one sentence; empty before it ran.
#[must_use]
pub fn sentence(language: Language, proposal: &Proposal) -> String {
    let steps = &proposal.execution.steps;
    let done = steps.iter().filter(|step| step.progress == Progress::Done).count();
    let reason = if proposal.reason.is_empty() { String::new() } else { format!(" {}", proposal.reason) };
    match proposal.state {
        State::Done => say!(language, "Written to Odoo: {what}.", what = written(language, proposal)),
        State::Partial => {
            say!(language, "Only {done} of {all} steps were written to Odoo.{reason}", done, all = steps.len(), reason)
        }
        State::Failed => say!(language, "Nothing was written to Odoo.{reason}", reason),
        State::Unknown => {
            say!(language, "Odoo did not say whether it was written; that is being found out.{reason}", reason)
        }
        State::Executing => {
            say!(language, "{done} of {all} steps are written to Odoo.", done, all = proposal.operations.len())
        }
        _ => proposal.reason.clone(),
    }
}

/// How much was written, in words.
fn written(language: Language, proposal: &Proposal) -> String {
    let (mut records, mut files, mut notes) = (0, 0, 0);
    for (operation, step) in proposal.operations.iter().zip(&proposal.execution.steps) {
        let count = match operation.effect {
            Effect::Note { .. } => &mut notes,
            Effect::File { .. } => &mut files,
            _ => &mut records,
        };
        *count += step.record_ids.len();
    }
    let records = (records > 0).then(|| say!(language, "{count} record||{count} records", count = records));
    let files = (files > 0).then(|| say!(language, "{count} file||{count} files", count = files));
    let notes = (notes > 0).then(|| say!(language, "{count} note||{count} notes", count = notes));
    let parts = [records, files, notes].into_iter().flatten();
    let joined = parts.reduce(|records, notes| say!(language, "{records} and {notes}", records, notes));
    joined.unwrap_or_else(|| say!(language, "{count} record||{count} records", count = 0))
}

fn one(operation: &Operation, step: &Step) -> Value {
    let method = match operation.effect {
        Effect::Create { .. } => "create",
        Effect::Write { .. } => "write",
        Effect::Note { .. } => "message_post",
        Effect::File { .. } => "create",
        Effect::Finish { .. } => "action_feedback",
        Effect::Decide { act, .. } => act.method().name(),
    };
    let mut result = json!({
        "op": operation.op, "model": operation.written_model(), "method": method,
        "success": step.progress == Progress::Done,
    });
    match (step.progress, step.record_ids.as_slice()) {
        (Progress::Done, [id]) if !is_list(operation) => result["record_id"] = json!(id),
        (Progress::Done, ids) => result["record_ids"] = json!(ids),
        (Progress::Sent, _) => result["error"] = json!(or(&step.error, "Odoo did not say whether it was written.")),
        (Progress::Waiting | Progress::Failed, _) => result["error"] = json!(or(&step.error, "Not written.")),
    }
    result
}

/// Whether the operation makes several records by its nature.
fn is_list(operation: &Operation) -> bool {
    operation.op == "create_tasks"
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

fn rfc_3339(time: Timestamp) -> String {
    chrono::DateTime::from_timestamp_millis(time.0)
        .map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
        .unwrap_or_default()
}

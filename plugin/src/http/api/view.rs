//! A proposal as programs get it.

use serde_json::{Map, Value, json};

use crate::order;
use crate::ports::Deps;
use crate::proposal::{Decision, Effect, Operation, Proposal, State, Verdict, execution};
use crate::text::rfc_3339;

/// What every answer about a proposal has.
pub(super) fn of(deps: &Deps<'_>, proposal: &Proposal) -> Value {
    json!({
        "proposal_id": proposal.id,
        "code": proposal.code,
        "kind": proposal.kind,
        "summary": proposal.summary,
        "operations": proposal.operations.iter().map(operation).collect::<Vec<_>>(),
        "case_id": proposal.case_id,
        "requires_confirmation": true,
        "confirmed": is_confirmed(proposal.state),
        "state": proposal.state.name(),
        "digest": proposal.digest,
        "permalink": permalink(deps, proposal),
        "created_at": rfc_3339(proposal.created_at),
        "expires_at": rfc_3339(proposal.expires_at),
    })
}

/// All that is known of one proposal.
pub(super) fn whole(deps: &Deps<'_>, proposal: &Proposal) -> Value {
    let mut body = of(deps, proposal);
    body["shown"] = json!(proposal.shown);
    body["warnings"] = json!(proposal.warnings);
    body["reason"] = json!(proposal.reason);
    body["decisions"] = proposal.decisions.iter().map(decision).collect();
    body["supersedes"] = json!(proposal.supersedes);
    body["superseded_by"] = json!(proposal.superseded_by);
    let has_run = !proposal.execution.steps.is_empty();
    body["result"] = if has_run { execution::result(proposal) } else { Value::Null };
    body
}

/// Where its card is, for people.
pub(super) fn permalink(deps: &Deps<'_>, proposal: &Proposal) -> Option<String> {
    let site = deps.config.server().site_url;
    let post_id = &proposal.origin.post_id;
    (!site.is_empty() && !post_id.is_empty()).then(|| format!("{site}/_redirect/pl/{post_id}"))
}

fn is_confirmed(state: State) -> bool {
    matches!(state, State::Approved | State::Executing | State::Done | State::Partial | State::Failed | State::Unknown)
}

fn operation(operation: &Operation) -> Value {
    let model = operation.model.name();
    let payload = match &operation.effect {
        Effect::Create { values } => {
            let values = match values.as_slice() {
                [one] if operation.op != "create_tasks" => json!(one),
                several => json!(several),
            };
            json!({"model": model, "method": "create", "values": values})
        }
        Effect::Write { id, values } => json!({"model": model, "method": "write", "ids": [id], "values": values}),
        Effect::File { id, file_id, name, size } => {
            let values = json!({"name": name, "res_model": model, "res_id": id});
            json!({
                "model": operation.written_model(), "method": "create", "values": values, "file_id": file_id, "size": size,
            })
        }
        Effect::Note { id, text, .. } => {
            let values: Map<_, _> = order::filled([("body".to_owned(), json!(text))]);
            json!({"model": model, "method": "message_post", "ids": [id], "values": values})
        }
        Effect::Decide { id, act, .. } => {
            json!({"model": model, "method": act.method().name(), "ids": [id], "values": {}})
        }
        Effect::Finish { id, feedback, .. } => {
            let values: Map<_, _> = order::filled([("feedback".to_owned(), json!(feedback))]);
            json!({"model": model, "method": "action_feedback", "ids": [id], "values": values})
        }
    };
    json!({"op": operation.op, "payload": payload})
}

fn decision(decision: &Decision) -> Value {
    let verdict = match decision.verdict {
        Verdict::Approve => "approve",
        Verdict::Reject => "reject",
    };
    json!({
        "user_id": decision.user_id, "verdict": verdict, "reason": decision.reason, "at": rfc_3339(decision.at),
    })
}

//! Who wanted it, told in Odoo: an internal note on each record that a proposal wrote. It is bookkeeping: a note that fails
//! leaves the proposal as done as it is.

use std::collections::BTreeSet;

use super::Progress;
use crate::ids;
use crate::odoo::{Connection, Filter, Note, OdooError, Search, Sight};
use crate::order;
use crate::ports::{Deps, Level};
use crate::proposal::{Decision, Effect, Model, Operation, Proposal, Proposer, Verdict};

/// Before the code of a proposal, and behind it.
const BEGIN: &str = "Proposal";
const PROPOSED: &str = "proposed by";
/// Notes of one proposal: more of them than that and somebody should have split it.
const NOTES_MAX: u32 = 500;

/// Whether a message in Odoo is one that a proposal left: what it says was read where the proposal was reviewed.
#[must_use]
pub fn is_note(body: &str) -> bool {
    body.match_indices(BEGIN).any(|(place, _)| {
        let mut words = body[place + BEGIN.len()..].splitn(4, ' ');
        let (Some(""), Some(code), Some("proposed")) = (words.next(), words.next(), words.next()) else { return false };
        let code = code.trim_end_matches(',');
        ids::read_code(code.split_once('-').map_or(code, |(code, _)| code)).is_some()
    })
}

/// Who asked, who agreed, where to read it up. `mark` makes it findable.
pub(super) fn footer(deps: &Deps<'_>, proposal: &Proposal, mark: &str) -> String {
    let mut text = format!("{mark} {PROPOSED} {}", proposer(deps, &proposal.proposer));
    let approvals = proposal.decisions.iter().filter(|decision| decision.verdict == Verdict::Approve);
    let approver = |decision: &Decision| match &decision.principal_id {
        None => name(deps, &decision.user_id),
        Some(principal) => format!("{} for {}", name(deps, &decision.user_id), name(deps, principal)),
    };
    let approvers: Vec<_> = approvals.map(approver).collect();
    if !approvers.is_empty() {
        text.push_str(&format!(", approved by {}", approvers.join(", ")));
    }
    if let Some(case_id) = &proposal.case_id {
        text.push_str(&format!(", case {case_id}"));
    }
    if let Some(link) = permalink(deps, proposal) {
        text.push_str(&format!("\n{link}"));
    }
    text
}

/// How the note of the whole proposal begins.
pub(super) fn mark(proposal: &Proposal) -> String {
    format!("{BEGIN} {},", proposal.code)
}

/// How the note ends that an operation itself is.
pub(super) fn mark_of_step(proposal: &Proposal, index: usize) -> String {
    format!("{BEGIN} {}-{},", proposal.code, index + 1)
}

/// Messages by this account with such a mark, each with its record.
pub(super) fn find(odoo: &Connection<'_>, model: &str, ids: &[i64], mark: &str) -> Result<Vec<(i64, i64)>, OdooError> {
    let user = odoo.user_id()?;
    let filter = Filter::All(vec![
        Filter::Equals("model", model.into()),
        Filter::In("res_id", ids.into()),
        Filter::Is("create_uid", user.0),
        Filter::Contains("body", mark.to_owned()),
    ]);
    let search =
        Search { model: "mail.message", filter: &filter, fields: &["res_id"], order: "id asc", limit: NOTES_MAX };
    let rows = odoo.search_read(&search)?;
    Ok(rows.iter().filter_map(|row| Some((row.id()?, row.integer("res_id")?))).collect())
}

/// Leaves a note on every record that was written and has none yet.
pub(super) fn leave(deps: &Deps<'_>, odoo: &Connection<'_>, proposal: &Proposal) {
    let mark = mark(proposal);
    let footer = footer(deps, proposal, &mark);
    // An earlier process may have left some of them.
    let is_first = proposal.execution.fence == 1;
    let targets = targets(proposal);
    let models: BTreeSet<_> = order::filled(targets.iter().map(|(model, _)| *model));
    for model in models {
        let mut ids: Vec<_> = targets.iter().filter(|(of, _)| *of == model).map(|(_, id)| *id).collect();
        if !is_first {
            match find(odoo, model.name(), &ids, &mark) {
                Ok(found) => ids.retain(|id| !found.iter().any(|(_, noted)| noted == id)),
                Err(error) => {
                    tell(deps, proposal, &error);
                    continue;
                }
            }
        }
        let note = Note { text: &footer, sight: Sight::Internal, attachment_ids: &[] };
        for outcome in odoo.message_post_each(model.name(), &ids, &note) {
            if let Err(error) = outcome {
                tell(deps, proposal, &error);
            }
        }
    }
}

/// The card, for people who are not in front of it.
pub(super) fn permalink(deps: &Deps<'_>, proposal: &Proposal) -> Option<String> {
    let site_url = deps.config.server().site_url;
    let post_id = &proposal.origin.post_id;
    (!site_url.is_empty() && !post_id.is_empty()).then(|| format!("{site_url}/_redirect/pl/{post_id}"))
}

/// The records that get a note: those that were written, of an activity the record it is about. A record that a note of the
/// proposal is on, or will be, has it there.
fn targets(proposal: &Proposal) -> Vec<(Model, i64)> {
    let (mut targets, mut noted) = (Vec::new(), Vec::new());
    for (operation, step) in proposal.operations.iter().zip(&proposal.execution.steps) {
        match &operation.effect {
            Effect::Note { id, .. } if step.progress != Progress::Failed => noted.push((operation.model, *id)),
            Effect::Note { .. } => {}
            _ if step.progress != Progress::Done => {}
            Effect::Create { values } if operation.model == Model::Activity => {
                let model = operation.context.get("default_res_model").and_then(serde_json::Value::as_str);
                let ids = values.iter().filter_map(|values| values.get("res_id")?.as_i64());
                targets.extend(
                    model.and_then(Model::of_name).into_iter().flat_map(|model| ids.clone().map(move |id| (model, id))),
                );
            }
            // An activity has no chatter.
            Effect::Write { .. } if operation.model == Model::Activity => targets.extend(record_of(operation)),
            // Its feedback says it.
            Effect::Finish { .. } => {}
            // Where its own note failed.
            Effect::File { id, .. } => targets.push((operation.model, *id)),
            Effect::Create { .. } | Effect::Write { .. } | Effect::Decide { .. } => {
                targets.extend(step.record_ids.iter().map(|id| (operation.model, *id)));
            }
        }
    }
    order::sort(&mut targets);
    targets.dedup();
    targets.retain(|target| !noted.contains(target));
    targets
}

/// The record that an activity is about, if it is one that proposals write to.
fn record_of(operation: &Operation) -> Option<(Model, i64)> {
    let old = &operation.preconditions.first()?.old;
    Some((Model::of_name(old.get("res_model")?.as_str()?)?, old.get("res_id")?.as_i64()?))
}

fn tell(deps: &Deps<'_>, proposal: &Proposal, error: &OdooError) {
    let fields = [("proposal", proposal.id.clone()), ("code", error.code().to_owned()), ("error", error.to_string())];
    deps.log.write(Level::Warn, "A record that was written did not get its note", &fields);
}

fn proposer(deps: &Deps<'_>, proposer: &Proposer) -> String {
    match proposer {
        Proposer::Person { user_id } | Proposer::Tool { user_id } => name(deps, user_id),
        Proposer::Key { name, .. } => format!("the API key {name}"),
        Proposer::Hook { name, .. } => format!("the hook {name}"),
    }
}

fn name(deps: &Deps<'_>, user_id: &str) -> String {
    deps.chat.person(user_id).map_or_else(|_| "somebody".into(), |person| format!("@{}", person.username))
}

#[cfg(test)]
mod tests {
    use super::is_note;

    #[test]
    fn notes_of_proposals_are_told_from_what_people_write() {
        assert!(is_note("<p>Proposal K7M2PX, proposed by @ben, approved by @cara</p>"));
        assert!(is_note("<p>Call back</p><p>Proposal K7M2PX-12, proposed by @ben</p>"));
        for text in ["<p>Proposal accepted, proposed by Ben</p>", "Proposal K7M2PX was good", "Proposal", ""] {
            assert!(!is_note(text), "{text}");
        }
    }
}

use super::token::{Ask, context};
use crate::command::propose::{self, Opening};
use crate::ports::{Button, ButtonStyle, Deps};
use crate::proposal::{Proposal, State, undo};
use crate::settings::Settings;

/// What can be done with a proposal as it is now.
#[must_use]
pub fn buttons(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Vec<Button> {
    let url = format!("/plugins/{}/actions/v1/proposal", deps.config.server().plugin_id);
    let asks = asks(proposal).into_iter();
    asks.filter_map(|ask| {
        let (id, name, style) = face(ask);
        let context = context(deps, settings, ask, proposal)?;
        let options = if ask == Ask::Then { propose::choices() } else { Vec::new() };
        Some(Button { id, name: name.into(), style, url: url.clone(), context, options })
    })
    .collect()
}

fn asks(proposal: &Proposal) -> Vec<Ask> {
    match proposal.state {
        State::Pending if Opening::edit(proposal).is_some() => {
            vec![Ask::Approve, Ask::Reject, Ask::Edit, Ask::Cancel]
        }
        State::Pending => vec![Ask::Approve, Ask::Reject, Ask::Cancel],
        State::Executing if proposal.operations.len() > 1 => vec![Ask::Stop],
        State::Unknown if proposal.execution.steps.iter().any(|step| step.needs_person) => {
            vec![Ask::There, Ask::Absent, Ask::Retry]
        }
        State::Partial | State::Failed | State::Unknown => vec![Ask::Retry],
        State::Done if undo::is_possible(proposal) => vec![Ask::Then, Ask::Undo],
        State::Done => vec![Ask::Then],
        _ => Vec::new(),
    }
}

fn face(ask: Ask) -> (&'static str, &'static str, ButtonStyle) {
    match ask {
        Ask::Approve => ("approve", "Approve", ButtonStyle::Success),
        Ask::Reject => ("reject", "Reject…", ButtonStyle::Danger),
        Ask::Edit => ("edit", "Edit…", ButtonStyle::Default),
        Ask::Then => ("then", "Then…", ButtonStyle::Default),
        Ask::Cancel => ("cancel", "Cancel…", ButtonStyle::Default),
        Ask::Stop => ("stop", "Stop", ButtonStyle::Danger),
        Ask::Retry => ("retry", "Retry", ButtonStyle::Primary),
        Ask::There => ("there", "It is in Odoo", ButtonStyle::Default),
        Ask::Absent => ("absent", "It is not in Odoo", ButtonStyle::Default),
        Ask::Undo => ("undo", "Undo", ButtonStyle::Default),
    }
}

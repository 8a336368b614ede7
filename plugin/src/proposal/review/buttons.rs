use super::token::{Ask, context};
use crate::command::propose::{self, Opening};
use crate::ports::{Button, ButtonStyle, Deps};
use crate::proposal::{Proposal, State, undo};
use crate::settings::Settings;
use crate::text;

/// What can be done with a proposal as it is now.
#[must_use]
pub fn buttons(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Vec<Button> {
    let url = format!("/plugins/{}/actions/v1/proposal", deps.config.server().plugin_id);
    let asks = asks(proposal).into_iter();
    asks.filter_map(|ask| {
        let (id, name, style) = face(ask);
        let context = context(deps, settings, ask, proposal)?;
        let options = if ask == Ask::Then { propose::choices(deps.language) } else { Vec::new() };
        Some(Button { id, name: deps.language.tell(name), style, url: url.clone(), context, options })
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
        Ask::Approve => ("approve", text!("Approve"), ButtonStyle::Success),
        Ask::Reject => ("reject", text!("Reject…"), ButtonStyle::Danger),
        Ask::Edit => ("edit", text!("Edit…"), ButtonStyle::Default),
        Ask::Then => ("then", text!("Then…"), ButtonStyle::Default),
        Ask::Cancel => ("cancel", text!("Cancel…"), ButtonStyle::Default),
        Ask::Stop => ("stop", text!("Stop"), ButtonStyle::Danger),
        Ask::Retry => ("retry", text!("Retry"), ButtonStyle::Primary),
        Ask::There => ("there", text!("It is in Odoo"), ButtonStyle::Default),
        Ask::Absent => ("absent", text!("It is not in Odoo"), ButtonStyle::Default),
        Ask::Undo => ("undo", text!("Undo"), ButtonStyle::Default),
    }
}

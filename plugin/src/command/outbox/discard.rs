//! `/odoo outbox drop <id>`

use super::{ID, caller, find, no_event, no_store, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::event;
use crate::ports::Deps;
use crate::say;

pub(super) const WORD: Word = Word {
    trigger: "drop",
    help: "Gives an event up and forgets what it says",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[ID],
        notes: "Its sender may send it again under another id.",
        examples: &["outbox drop 3f0c2a7d1e9b4c5f8a6d7e0b1c2f3a4d"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    discard(deps, call, input).unwrap_or_else(|answer| answer)
}

fn discard(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let (key, event) = find(deps, call, input)?;
    if !event.is_dead() && !event.has_failed_module() {
        return Err(say!(deps.language, "It is still tried, or it is settled: there is nothing to give up."));
    }
    if !event::drop(deps, &key).map_err(|error| no_store(deps, call, &error))? {
        return Err(no_event(deps, &key));
    }
    record(deps, call, "outbox.drop", &key);
    Ok(if event.is_dead() {
        say!(deps.language, "It is given up, and what it said is forgotten.")
    } else {
        say!(deps.language, "It is off the list.")
    })
}

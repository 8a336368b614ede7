//! `/odoo trace <id>`: what became of an event, or of the changes of a record.

pub(super) mod record;

use super::Call;
use super::outbox::{caller, describe, find};
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::ports::Deps;

pub(super) const WORD: Word = Word {
    trigger: "trace",
    help: "Tells what became of an event, and who hears of a record",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "id",
            place: Place::Word,
            value: Value::Text("id"),
            help: "The id in the answer to its sender, or the one that its sender gave it; or a record: its link in Odoo, or `lead#17`",
        }],
        notes: "Events are kept for seven days. Of a record you read when a change of it was seen last, what became of the event, and for every subscription of its kind whether the record is told there, or why not.",
        examples: &["trace 3f0c2a7d1e9b4c5f8a6d7e0b1c2f3a4d", "trace build-1234", "trace lead#17"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    trace(deps, call, input).unwrap_or_else(|answer| answer)
}

fn trace(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = caller(deps, call)?;
    if let Some(named) = input.get("id").and_then(|text| record::read(&caller, deps, text)) {
        return record::told(deps, call, &caller, named);
    }
    let (key, event) = find(deps, call, input)?;
    Ok(describe(deps, &key, &event, caller.current.settings.zone_of(&caller.person)))
}

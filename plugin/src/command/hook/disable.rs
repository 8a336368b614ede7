//! `/odoo hook disable <name> [--undo]`

use super::{NAME, caller, find, no_store, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::hook;
use crate::ports::Deps;
use crate::say;

pub(super) const WORD: Word = Word {
    trigger: "disable",
    help: "Lets a hook take nothing, at once",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            NAME,
            Argument {
                name: "undo",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Lets it take events again, with the same secret",
            },
        ],
        notes: "Its senders are answered as if there were no such hook. What was accepted before is still shown.",
        examples: &["hook disable ci", "hook disable ci --undo"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    disable(deps, call, input).unwrap_or_else(|answer| answer)
}

fn disable(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let name = find(deps, call, input, "name")?.name;
    let is_disabled = !input.has("undo");
    hook::set_disabled(deps, &name, is_disabled).map_err(|error| no_store(deps, call, &error))?;
    record(deps, call, if is_disabled { "hook.disable" } else { "hook.enable" }, &name);
    Ok(if is_disabled {
        say!(
            deps.language,
            "The hook `{name}` takes nothing any more. `/odoo hook disable {name} --undo` takes that back.",
            name
        )
    } else {
        say!(deps.language, "The hook `{name}` takes events again.", name)
    })
}

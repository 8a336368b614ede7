//! `/odoo module remove <name>`

use super::{NAME, caller, find, no_store, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::module;
use crate::ports::Deps;
use crate::say;

pub(super) const WORD: Word = Word {
    trigger: "remove",
    help: "Forgets a module",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[NAME],
        notes: "Its events are shown as they were before it was added.",
        examples: &["module remove short-ci"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    remove(deps, call, input).unwrap_or_else(|answer| answer)
}

fn remove(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let module = find(deps, call, input)?;
    module::remove(deps, &module.name).map_err(|error| no_store(deps, call, &error))?;
    record(deps, call, "module.remove", &module);
    Ok(say!(deps.language, "The module `{name}` is removed.", name = module.name))
}

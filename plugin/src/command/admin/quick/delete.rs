//! `/odoo admin quick delete <name>`

use super::{caller, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::quick::no_store;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::ports::Deps;
use crate::quick;
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "delete",
    help: "Takes a quick action away",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "name",
            place: Place::Word,
            value: Value::Suggested { hint: "name", list: "quick" },
            help: "Which one",
        }],
        notes: "",
        examples: &["admin quick delete overdue"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    delete(deps, call, input).unwrap_or_else(|answer| answer)
}

fn delete(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let name = input
        .get("name")
        .ok_or_else(|| say!(deps.language, "Which quick action? `/odoo admin quick list` shows them."))?;
    let found = quick::find(deps, name).map_err(|error| no_store(deps, call, &error))?;
    let quick = found.ok_or_else(|| {
        say!(
            deps.language,
            "There is no quick action “{name}”. `/odoo admin quick list` shows them.",
            name = Markdown::foreign(name)
        )
    })?;
    quick::delete(deps, &quick).map_err(|error| no_store(deps, call, &error))?;
    record(deps, call, "quick.delete", &quick.name);
    Ok(say!(deps.language, "The quick action `{name}` is gone.", name = quick.name))
}

//! `/odoo admin quick list`

use super::caller;
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::quick::no_store;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::ports::Deps;
use crate::quick;
use crate::text::{Markdown, TABLE_RUNES_MAX, Table, local};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the quick actions and who made them",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "",
        examples: &["admin quick list"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    list(deps, call).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let quicks = quick::all(deps).map_err(|error| no_store(deps, call, &error))?;
    if quicks.is_empty() {
        return Ok("There are no quick actions. `/odoo admin quick new` makes one.".into());
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let mut table = Table::new(&["Name", "Command", "Made by", "At"]);
    let is_whole = quicks.iter().all(|quick| {
        let maker = deps.chat.person(&quick.created_by).map_or_else(|_| "unknown".into(), |maker| maker.username);
        let row = [
            Markdown::foreign(&quick.name),
            Markdown::code(&quick.template),
            Markdown::foreign(&maker),
            Markdown::foreign(&local(quick.created_at, zone)),
        ];
        table.push(&row, TABLE_RUNES_MAX)
    });
    let rest = if is_whole { "" } else { "\nThere are more than fit here." };
    Ok(format!("{}{rest}", table.into_text()))
}

//! `/odoo admin quick list`

use super::caller;
use crate::command::Call;
use crate::command::listing::{table, whole_or_not};
use crate::command::parse::Input;
use crate::command::quick::no_store;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::ports::Deps;
use crate::quick;
use crate::say;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, local};

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
        return Ok(say!(deps.language, "There are no quick actions. `/odoo admin quick new` makes one."));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let mut table = table(deps.language, &[text!("Name"), text!("Command"), text!("Made by"), text!("At")]);
    let is_whole = quicks.iter().all(|quick| {
        let maker =
            deps.chat.person(&quick.created_by).map_or_else(|_| say!(deps.language, "unknown"), |maker| maker.username);
        let row = [
            Markdown::foreign(&quick.name),
            Markdown::code(&quick.template),
            Markdown::foreign(&maker),
            Markdown::foreign(&local(quick.created_at, zone)),
        ];
        table.push(&row, TABLE_RUNES_MAX)
    });
    Ok(whole_or_not(deps.language, table, is_whole))
}

//! `/odoo module list`

use super::{bound, caller, no_store};
use crate::command::Call;
use crate::command::listing::{table, whole_or_not};
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::module::{self, Module, Off};
use crate::ports::Deps;
use crate::say;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the modules",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "With what they are bound to, and why those that are off are off.",
        examples: &["module list"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    list(deps, call).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let settings = &caller.current.settings;
    let modules = module::all(deps).map_err(|error| no_store(deps, call, &error))?;
    let off = match settings.has_modules {
        true => String::new(),
        false => say!(deps.language, "Modules are switched off: see the setting `EnableModules`.\n"),
    };
    if modules.is_empty() {
        return Ok(format!("{off}{}", say!(deps.language, "There are no modules. `/odoo module add` adds one.")));
    }
    let zone = settings.zone_of(&caller.person);
    let mut table = table(
        deps.language,
        &[
            text!("Name"),
            text!("Bound to"),
            text!("Bytes"),
            text!("SHA-256"),
            text!("Added"),
            text!("By"),
            text!("State"),
        ],
    );
    let is_whole = modules.iter().all(|module| table.push(&row(deps, module, zone), TABLE_RUNES_MAX));
    Ok(format!("{off}{}", whole_or_not(deps.language, table, is_whole)))
}

fn row(deps: &Deps<'_>, module: &Module, zone: Zone) -> [Markdown; 7] {
    let owner =
        deps.chat.person(&module.owner_id).map_or_else(|_| say!(deps.language, "unknown"), |owner| owner.username);
    let state = match &module.off {
        None => say!(deps.language, "on"),
        Some(Off::Disabled) => say!(deps.language, "disabled"),
        Some(Off::Failed(why)) => say!(deps.language, "off: {why}", why),
    };
    [
        Markdown::foreign(&module.name),
        Markdown::foreign(&bound::shown(deps, module)),
        Markdown::foreign(&module.bytes.to_string()),
        Markdown::code(&module.sha256),
        Markdown::foreign(&local(module.added_at, zone)),
        Markdown::foreign(&owner),
        Markdown::foreign(&state),
    ]
}

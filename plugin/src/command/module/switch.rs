//! `/odoo module enable <name> [--hook a,b] [--subscription id]` and `/odoo module disable <name>`

use super::{NAME, bound, caller, find, no_store, record, user};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::module::{self, Added, Off};
use crate::ports::Deps;
use crate::say;

pub(super) const ENABLE: Word = Word {
    trigger: "enable",
    help: "Lets a module get events again, or others",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[NAME, bound::HOOK, bound::SUBSCRIPTION],
        notes: "Hooks and subscriptions, if there are any here, take the place of those before.",
        examples: &["module enable short-ci", "module enable short-ci --hook ci,nightly"],
        run: Run::Answer(|deps, call, input| enable(deps, call, input).unwrap_or_else(|answer| answer)),
    }),
};

pub(super) const DISABLE: Word = Word {
    trigger: "disable",
    help: "Lets a module get nothing, within seconds",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[NAME],
        notes: "Its events are shown as they would be without it.",
        examples: &["module disable short-ci"],
        run: Run::Answer(|deps, call, input| disable(deps, call, input).unwrap_or_else(|answer| answer)),
    }),
};

fn enable(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    user(deps, call)?;
    let (module, bound) = (find(deps, call, input)?, bound::read(deps, call, input)?);
    let changed = module::change(deps, &module.name, |module| {
        module.enable();
        if let Some((hooks, subscriptions)) = &bound {
            (module.hooks, module.subscriptions) = (hooks.clone(), subscriptions.clone());
        }
    });
    if let Some(Added::Taken(other)) = changed.map_err(|error| no_store(deps, call, &error))? {
        return Err(bound::taken(deps, &other));
    }
    record(deps, call, "module.enable", &module);
    let module = find(deps, call, input)?;
    Ok(say!(
        deps.language,
        "The module `{name}` gets the events of {bound}.",
        name = module.name,
        bound = bound::shown(deps, &module)
    ))
}

fn disable(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let module = find(deps, call, input)?;
    let changed = module::change(deps, &module.name, |module| {
        module.off.get_or_insert(Off::Disabled);
    });
    changed.map_err(|error| no_store(deps, call, &error))?;
    record(deps, call, "module.disable", &module);
    let name = module.name;
    Ok(say!(
        deps.language,
        "The module `{name}` gets nothing any more. `/odoo module enable {name}` takes that back.",
        name
    ))
}

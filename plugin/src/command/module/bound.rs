//! What a module is bound to, as it is typed and shown.

use super::no_store;
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Argument, Place, Value};
use crate::module::Module;
use crate::ports::Deps;
use crate::say;
use crate::text::Markdown;
use crate::{hook, subscription};

pub(super) const HOOK: Argument = Argument {
    name: "hook",
    place: Place::Flag,
    value: Value::Suggested { hint: "a,b", list: "hooks" },
    help: "Hooks whose events it gets, with commas between them",
};

pub(super) const SUBSCRIPTION: Argument = Argument {
    name: "subscription",
    place: Place::Flag,
    value: Value::Suggested { hint: "id", list: "all-subscriptions" },
    help: "Ids of subscriptions whose events it gets, with commas between them",
};

/// Hooks and subscriptions.
pub(super) type Bound = (Vec<String>, Vec<String>);

/// Hooks and subscriptions that are named, if any are; all of them exist.
pub(super) fn read(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Option<Bound>, String> {
    if !input.has(HOOK.name) && !input.has(SUBSCRIPTION.name) {
        return Ok(None);
    }
    let words = |name: &str| -> Vec<String> {
        let words = input.get(name).unwrap_or_default().split([',', ' ']).filter(|word| !word.is_empty());
        words.map(ToOwned::to_owned).collect()
    };
    let (mut hooks, mut subscriptions) = (Vec::new(), Vec::new());
    for name in words(HOOK.name) {
        let found = hook::get(deps, &name).map_err(|error| no_store(deps, call, &error))?;
        let found = found.ok_or_else(|| {
            say!(
                deps.language,
                "There is no hook “{name}”. `/odoo hook list` shows them.",
                name = Markdown::foreign(&name)
            )
        })?;
        hooks.push(found.name);
    }
    for id in words(SUBSCRIPTION.name) {
        let found = subscription::find(deps, &id.to_uppercase()).map_err(|error| no_store(deps, call, &error))?;
        let found = found.ok_or_else(|| {
            say!(
                deps.language,
                "There is no subscription “{id}”. `/odoo subscriptions` shows those of a channel.",
                id = Markdown::foreign(&id)
            )
        })?;
        subscriptions.push(found.id);
    }
    Ok(Some((hooks, subscriptions)))
}

/// In words.
pub(super) fn shown(deps: &Deps<'_>, module: &Module) -> String {
    let hooks = module.hooks.iter().map(|hook| say!(deps.language, "hook {name}", name = hook));
    let subscriptions = module.subscriptions.iter().map(|id| say!(deps.language, "subscription {id}", id));
    let bound: Vec<_> = hooks.chain(subscriptions).collect();
    if bound.is_empty() { say!(deps.language, "nothing") } else { bound.join(", ") }
}

/// Another module has one of them.
pub(super) fn taken(deps: &Deps<'_>, other: &str) -> String {
    say!(
        deps.language,
        "The module `{other}` is bound to one of these already, and an event goes through one module. `/odoo module list` shows what they are bound to.",
        other
    )
}

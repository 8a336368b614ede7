//! `/odoo module list|add|test|enable|disable|remove`: small programs that say how events are shown.

mod add;
mod bound;
mod list;
mod remove;
mod switch;
mod test;

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Argument, Audience, Content, Place, Value, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::language;
use crate::module::{self, Module};
use crate::ports::{Deps, Level};
use crate::say;
use crate::store::StoreError;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "module",
    help: "Small programs that say how events are shown",
    audience: Audience::Admins,
    content: Content::Words(&[list::WORD, add::WORD, test::WORD, switch::ENABLE, switch::DISABLE, remove::WORD]),
};

const NAME: Argument = Argument {
    name: "name",
    place: Place::Word,
    value: Value::Suggested { hint: "name", list: "modules" },
    help: "Which module",
};

/// Who calls, if they may.
fn caller(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Modules)?;
    Ok(caller)
}

/// The same, if modules are in use.
fn user(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = caller(deps, call)?;
    if caller.current.settings.has_modules {
        return Ok(caller);
    }
    Err(say!(
        deps.language,
        "Modules are switched off. A system administrator switches them on with the setting `EnableModules`."
    ))
}

/// The module that is named.
fn find(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Module, String> {
    let name = input.get("name").ok_or_else(|| say!(deps.language, "Which module? `/odoo module list` shows them."))?;
    let found = module::get(deps, &name.to_lowercase()).map_err(|error| no_store(deps, call, &error))?;
    found.ok_or_else(|| {
        say!(
            deps.language,
            "There is no module “{name}”. `/odoo module list` shows them.",
            name = Markdown::foreign(name)
        )
    })
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, module: &Module) {
    let (who, object) = (Who::person(&call.user_id), module.name.as_str());
    let digest = module.sha256.as_str();
    audit::record(deps, &Entry { who, action, object, digest, request_id: &call.request_id, ..Entry::default() });
}

fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Modules could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

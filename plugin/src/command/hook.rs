//! `/odoo hook new|list|from|rotate|disable|delete|odoo|test|types`: the addresses at which other systems tell what happened.

mod delete;
mod disable;
mod from;
mod handover;
mod list;
mod new;
mod odoo;
mod rotate;
mod test;
mod types;

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Argument, Audience, Content, Place, Value, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::hook::{self, Hook, HookError, NETWORKS_MAX, SourceError, Sources};
use crate::language;
use crate::ports::{Deps, Level};
use crate::say;
use crate::store::StoreError;
use crate::text::Markdown;

pub use odoo::{Confirmed, confirm};

pub(super) const WORD: Word = Word {
    trigger: "hook",
    help: "Signed addresses at which other systems tell what happened",
    audience: Audience::Admins,
    content: Content::Words(&[
        new::WORD,
        list::WORD,
        from::WORD,
        rotate::WORD,
        disable::WORD,
        delete::WORD,
        odoo::WORD,
        test::WORD,
        types::WORD,
    ]),
};

const NAME: Argument = Argument {
    name: "name",
    place: Place::Word,
    value: Value::Suggested { hint: "name", list: "hooks" },
    help: "Which hook",
};

/// Who calls, if they may.
fn caller(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Hooks)?;
    Ok(caller)
}

/// The hook that an argument names.
fn find(deps: &Deps<'_>, call: &Call, input: &Input, argument: &str) -> Result<Hook, String> {
    let name = input.get(argument).ok_or_else(|| say!(deps.language, "Which hook? `/odoo hook list` shows them."))?;
    let found = hook::get(deps, name).map_err(|error| no_store(deps, call, &error))?;
    found.ok_or_else(|| no_hook(deps, name))
}

/// The list of addresses that was typed.
fn sources(deps: &Deps<'_>, typed: &str) -> Result<Sources, String> {
    Sources::parse(typed).map_err(|error| match error {
        SourceError::Malformed { entry } => say!(
            deps.language,
            "“{entry}” is neither an address nor a network. Write `192.0.2.7` or `10.0.0.0/8`, with commas between them, or `anywhere`.",
            entry = Markdown::foreign(&entry)
        ),
        SourceError::Prefix { entry, bits_max } => say!(
            deps.language,
            "“{entry}” has to end in a number from 0 to {max}, or without `/`.",
            entry = Markdown::foreign(&entry),
            max = bits_max
        ),
        SourceError::Within { entry, network } => say!(
            deps.language,
            "“{entry}” is an address within the network `{network}`. Write the network, or the address without `/`.",
            entry = Markdown::foreign(&entry),
            network
        ),
        SourceError::TooMany => {
            say!(deps.language, "A list of addresses has {max} entries at most.", max = NETWORKS_MAX)
        }
    })
}

fn no_hook(deps: &Deps<'_>, name: &str) -> String {
    say!(deps.language, "There is no hook “{name}”. `/odoo hook list` shows them.", name = Markdown::foreign(name))
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, name: &str) {
    let who = Who::person(&call.user_id);
    audit::record(deps, &Entry { who, action, object: name, request_id: &call.request_id, ..Entry::default() });
}

fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    failed(deps, call, error.to_string())
}

fn not_made(deps: &Deps<'_>, call: &Call, error: &HookError) -> String {
    failed(deps, call, error.to_string())
}

fn failed(deps: &Deps<'_>, call: &Call, error: String) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error)];
    deps.log.write(Level::Error, "Hooks could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

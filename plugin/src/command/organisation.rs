//! `/odoo org link|unlink|list`: which team belongs to which organisation.

mod link;
mod list;
mod unlink;

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Audience, Content, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::language;
use crate::organisation::Organisation;
use crate::ports::{Deps, Level};
use crate::say;
use crate::store::StoreError;

pub(super) const WORD: Word = Word {
    trigger: "org",
    help: "Teams of organisations, which reach what is theirs in Odoo",
    audience: Audience::Admins,
    content: Content::Words(&[link::WORD, unlink::WORD, list::WORD]),
};

/// Who calls, if they may.
fn caller(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Organisations)?;
    Ok(caller)
}

/// The organisation that was named.
fn named(deps: &Deps<'_>, input: &Input) -> Result<Organisation, String> {
    input.get("id").and_then(Organisation::parse).ok_or_else(|| {
        say!(
            deps.language,
            "Which organisation? `company:3`, `partner:7` or `project:9` with its number in Odoo, or the id of another platform: at most 64 letters, digits, `.`, `_` and `-`."
        )
    })
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, organisation: &Organisation) {
    let (who, object) = (Who::person(&call.user_id), organisation.to_string());
    audit::record(deps, &Entry { who, action, object: &object, request_id: &call.request_id, ..Entry::default() });
}

fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Organisations could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

//! `/odoo apikey new|list|revoke`: keys of tools.

mod list;
mod new;
mod revoke;

use super::Call;
use super::caller::Caller;
use super::table::{Audience, Content, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::language;
use crate::ports::{Deps, Level};
use crate::store::StoreError;

pub(super) const WORD: Word = Word {
    trigger: "apikey",
    help: "Keys with which tools search and propose over the API",
    audience: Audience::Admins,
    content: Content::Words(&[new::WORD, list::WORD, revoke::WORD]),
};

/// Who calls, if they may.
fn caller(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::ApiKeys)?;
    Ok(caller)
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, key_id: &str) {
    let who = Who::person(&call.user_id);
    let entry = Entry { who, action, object: key_id, request_id: &call.request_id, ..Entry::default() };
    audit::record(deps, &entry);
}

fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "API keys could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

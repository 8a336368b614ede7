//! `/odoo admin quick new|list|delete`: quick actions for everybody.

mod delete;
mod list;
mod new;

use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::table::{Audience, Content, Word};
use crate::ports::Deps;

pub(super) const WORD: Word = Word {
    trigger: "quick",
    help: "Searches and proposals that people run with `/odoo quick`",
    audience: Audience::Admins,
    content: Content::Words(&[new::WORD, list::WORD, delete::WORD]),
};

/// Who calls, if they may.
fn caller(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Administer)?;
    Ok(caller)
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, name: &str) {
    let who = Who::person(&call.user_id);
    let object = format!("quick/{name}");
    let entry = Entry { who, action, object: &object, request_id: &call.request_id, ..Entry::default() };
    audit::record(deps, &entry);
}

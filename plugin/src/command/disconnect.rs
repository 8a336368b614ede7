//! `/odoo disconnect`

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Audience, Command, Content, Run, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::identity;
use crate::language;
use crate::ports::{Deps, Level};
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "disconnect",
    help: "Unties you from your user in Odoo and deletes your key",
    audience: Audience::Everybody,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["disconnect"], run: Run::Answer(run) }),
};

const DONE: &str = text!(
    "You are not connected with Odoo any more, and your key is deleted here. In Odoo it stays valid until you delete it there, under *Preferences → Account Security*."
);
const NOTHING_TO_DO: &str = text!("You are not connected with Odoo. `/odoo connect` does that.");

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    match disconnect(deps, call) {
        Ok(true) => deps.language.tell(DONE),
        Ok(false) => deps.language.tell(NOTHING_TO_DO),
        Err(answer) => answer,
    }
}

fn disconnect(deps: &Deps<'_>, call: &Call) -> Result<bool, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Connect)?;
    let was_connected = identity::disconnect(deps, &call.user_id).map_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "A link to Odoo could not be deleted", &fields);
        language::no_store(deps, &call.request_id)
    })?;
    if was_connected {
        let entry = Entry {
            who: Who::person(&call.user_id),
            action: "link.disconnect",
            object: &call.user_id,
            request_id: &call.request_id,
            ..Entry::default()
        };
        audit::record(deps, &entry);
    }
    Ok(was_connected)
}

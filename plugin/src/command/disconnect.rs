//! `/odoo disconnect`

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Audience, Command, Content, Run, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::identity;
use crate::ports::{Deps, Level};

pub(super) const WORD: Word = Word {
    trigger: "disconnect",
    help: "Unties you from your user in Odoo and deletes your key",
    audience: Audience::Everybody,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["disconnect"], run: Run::Answer(run) }),
};

const DONE: &str = "You are not connected with Odoo any more, and your key is deleted here. In Odoo it stays valid until you delete it there, under *Preferences → Account Security*.";
const NOTHING_TO_DO: &str = "You are not connected with Odoo. `/odoo connect` does that.";

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    match disconnect(deps, call) {
        Ok(true) => DONE.into(),
        Ok(false) => NOTHING_TO_DO.into(),
        Err(answer) => answer,
    }
}

fn disconnect(deps: &Deps<'_>, call: &Call) -> Result<bool, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Connect)?;
    let was_connected = identity::disconnect(deps, &call.user_id).map_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "A link to Odoo could not be deleted", &fields);
        format!("Mattermost's store did not answer. Try again.\nRequest `{}`", call.request_id)
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

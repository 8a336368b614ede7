//! What the forms of several commands share.

use serde::de::DeserializeOwned;

use super::Call;
use crate::bot;
use crate::file;
use crate::http::dialog::{Rejection, Submission};
use crate::ports::{Deps, Dialog, Element, ElementKind, Level, Message};
use crate::say;
use crate::text::cut;

/// What Mattermost's clients take.
pub(super) const LABEL_RUNES_MAX: usize = 24;
pub(super) const HELP_RUNES_MAX: usize = 150;

/// Shows a form.
///
/// # Errors
/// The answer when it does not open.
pub(super) fn show(deps: &Deps<'_>, form: &Dialog, request_id: &str) -> Result<(), String> {
    if form.trigger_id.is_empty() {
        return Err(say!(
            deps.language,
            "That needs a form, and a message cannot open one. Type it as a command: it begins with `/odoo`."
        ));
    }
    deps.chat.open_dialog(form).map_err(|error| {
        let fields = [("request_id", request_id.to_owned()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "A form could not be opened", &fields);
        say!(deps.language, "Mattermost did not open the form. Try again.\nRequest `{request}`", request = request_id)
    })
}

/// What the form kept for its submission. Its submitter can forge it: nothing in it is believed.
///
/// # Errors
/// What the submitter of an earlier version's form reads.
pub(super) fn kept<T: DeserializeOwned>(deps: &Deps<'_>, submission: &Submission) -> Result<T, Rejection> {
    serde_json::from_str(&submission.state).map_err(|_| outdated(deps))
}

/// The answer to a form that means nothing any more.
pub(super) fn outdated(deps: &Deps<'_>) -> Rejection {
    Rejection::Form(say!(deps.language, "This form does not work any more. Open it again."))
}

/// The entry with which a file is chosen, `by` being who brought it.
pub(super) fn file(entry: String, name: &str, size: u64, by: &str, is_chosen: bool) -> Element {
    Element {
        name: entry,
        label: cut(name, LABEL_RUNES_MAX),
        kind: ElementKind::Checkbox,
        default: is_chosen.to_string(),
        help: cut(&format!("{name} ({}), {by}", file::size(size)), HELP_RUNES_MAX),
        is_optional: true,
        ..Element::default()
    }
}

/// Somebody who submits a form, in the thread it was opened in.
pub(super) fn call(deps: &Deps<'_>, submission: &Submission, root_id: &str) -> Call {
    Call {
        user_id: submission.user_id.clone(),
        channel_id: submission.channel_id.clone(),
        team_id: submission.team_id.clone(),
        root_id: thread(deps, &submission.channel_id, root_id),
        request_id: submission.request_id.clone(),
        ..Call::default()
    }
}

/// Says what became of it to who submitted a form.
pub(super) fn tell(deps: &Deps<'_>, call: &Call, text: String) {
    let sent = bot::id(deps).and_then(|author_id| {
        let (channel_id, created_at) = (call.channel_id.clone(), deps.clock.now());
        deps.chat
            .send_ephemeral(&call.user_id, &Message { author_id, channel_id, created_at, text, ..Message::default() })
    });
    if let Err(error) = sent {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "Somebody could not be told what became of their form", &fields);
    }
}

/// The thread, if it is one of this channel.
fn thread(deps: &Deps<'_>, channel_id: &str, root_id: &str) -> String {
    let is_here = !root_id.is_empty() && deps.chat.post(root_id).is_ok_and(|root| root.channel_id == channel_id);
    if is_here { root_id.to_owned() } else { String::new() }
}

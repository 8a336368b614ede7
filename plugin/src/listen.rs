//! Messages that are meant for this plugin (requirement 8): what begins with one of the words of `TriggerWords` or with the
//! bot's name is a command, and links to records get their cards. Only new messages come here: whoever edits one runs nothing.

mod command;
mod ears;

pub use ears::forget;

use crate::ports::{Deps, Level, Post};
use crate::preview;
use crate::settings::Settings;
use ears::{Ears, Heard};

/// Whether a message can mean anything here. Every message of the server is asked this.
#[must_use]
pub fn may_concern(deps: &Deps<'_>, text: &str) -> bool {
    preview::may_link(text) || Ears::remembered(deps).hear(text).is_some()
}

/// A message was posted.
pub fn posted(deps: &Deps<'_>, post: &Post) {
    if post.is_of_program() {
        return;
    }
    let settings = Settings::current(deps).settings;
    let Some(heard) = Ears::of(&settings).hear(&post.text) else { return preview::posted(deps, post) };
    let outcome = match heard {
        Heard::Command(text) => command::run(deps, &settings, post, text),
    };
    if let Err(reason) = outcome {
        let fields = [("post_id", post.id.clone()), ("reason", reason)];
        deps.log.write(Level::Warn, "A message that is meant for this plugin was not answered", &fields);
    }
}

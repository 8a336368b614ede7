//! Messages that are meant for this plugin (requirement 8): what begins with one of the words of `TriggerWords` or with the
//! bot's name is a command, what mentions the agent or begins with a word of the endpoint is sent there, and links to records get
//! their cards. Only new messages come here: whoever edits one runs nothing.

mod command;
mod ears;
mod question;

pub use ears::forget;

use crate::ports::{Deps, Level, Post};
use crate::preview;
use crate::settings::{Services, Settings};
use ears::Ears;

/// Whether a message can mean anything here. Every message of the server is asked this.
#[must_use]
pub fn may_concern(deps: &Deps<'_>, text: &str) -> bool {
    preview::may_link(text) || Ears::remembered(deps).may_hear(text)
}

/// A message was posted.
pub fn posted(deps: &Deps<'_>, post: &Post) {
    if post.is_of_program() {
        return;
    }
    let settings = Settings::current(deps).settings;
    let ears = Ears::of(&settings);
    let outcome = match ears.command(&post.text) {
        Some(text) => command::run(deps, &settings, post, text),
        None => {
            preview::posted(deps, post);
            ask(deps, &settings, &ears, post)
        }
    };
    if let Err(reason) = outcome {
        let fields = [("post_id", post.id.clone()), ("reason", reason)];
        deps.log.write(Level::Warn, "A message that is meant for this plugin was not answered", &fields);
    }
}

/// Sends it to the agent, or else to the endpoint; the error is for the log.
fn ask(deps: &Deps<'_>, settings: &Settings, ears: &Ears, post: &Post) -> Result<(), String> {
    let Services { agent, endpoint } = &settings.services;
    if let Some(agent) = agent.as_ref().filter(|_| ears.is_agent_mentioned(&post.text))
        && question::agent(deps, settings, post, agent)?
    {
        return Ok(());
    }
    match (endpoint, ears.endpoint_word(&post.text)) {
        (Some(endpoint), Some(word)) => question::endpoint(deps, settings, post, endpoint, word).map(drop),
        _ => Ok(()),
    }
}

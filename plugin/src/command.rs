//! The slash command `/odoo`.

mod about;
mod admin;
mod apikey;
mod audit;
mod autocomplete;
mod caller;
pub(crate) mod connect;
mod disconnect;
mod doctor;
pub(crate) mod files;
mod find;
mod followed;
mod form;
mod help;
pub(crate) mod hook;
mod joined;
mod listing;
mod menu;
mod module;
mod my;
mod nearest;
mod organisation;
mod outbox;
mod parse;
mod preview;
mod proposal;
mod proposals;
pub mod propose;
pub(crate) mod quick;
mod reading;
mod settings;
mod show;
mod shown;
mod status;
mod subscribe;
mod subscriptions;
mod suggest;
mod sync;
mod table;
mod token;
mod trace;
mod trouble;
mod unsubscribe;
mod whoami;

#[cfg(test)]
pub(crate) use help::texts;

pub use autocomplete::{RegisteredArgument, RegisteredWord, Registration, Source, registration};
pub use help::reference;
pub use listing::More;
pub use menu::Chosen;
pub use suggest::{Suggestion, Typing, suggest};
pub use table::Choice;

use crate::language::Language;
use crate::ports::{ChatError, Deps};
use shown::Said;
use table::Run;
use trouble::Trouble;

/// Somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Who.
    pub user_id: String,
    /// Where.
    pub channel_id: String,
    /// In which thread; empty outside a thread.
    pub root_id: String,
    /// In which team; empty in direct messages of some clients.
    pub team_id: String,
    /// Opens a form within the next 30 s.
    pub trigger_id: String,
    /// All of it, `/odoo` included.
    pub text: String,
    /// The same in the server's log.
    pub request_id: String,
    /// Whether it was written where everybody may read the answer of a command that may be shared, see [`shares`].
    pub may_share: bool,
}

/// What its author sees, nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Markdown.
    Text(String),
    /// The bot showed it already.
    Shown,
}

/// Commands whose answers say no more than what somebody asked for in front of everybody.
const SHARED: [&str; 4] = ["about", "find", "help", "show"];

/// Runs one command.
pub fn run(deps: &Deps<'_>, call: &Call) -> Answer {
    let deps = &deps.for_person(&call.user_id);
    perform(deps, call).unwrap_or_else(|trouble| trouble.answer(deps, call))
}

/// Runs a command that somebody wrote as a message, and answers in its thread: so that everybody reads it if the command may
/// be shared, else so that its author does.
///
/// # Errors
/// What Mattermost says.
pub fn run_message(deps: &Deps<'_>, call: &Call) -> Result<(), ChatError> {
    let private = Call { may_share: false, ..call.clone() };
    let deps = &if shares(call) { deps.for_all() } else { deps.for_person(&call.user_id) };
    let (answer, call) = match perform(deps, call) {
        Ok(answer) => (answer, call),
        // What went wrong is nobody else's business.
        Err(trouble) => (trouble.answer(deps, &private), &private),
    };
    match answer {
        Answer::Shown => Ok(()),
        Answer::Text(text) => shown::send(deps, call, Said { text, ..Said::default() }),
    }
}

/// Whether everybody in the channel is shown the answer.
fn shares(call: &Call) -> bool {
    call.may_share
        && parse::read(Language::En, &call.text)
            .is_ok_and(|typed| typed.path.get(1).is_some_and(|word| SHARED.contains(word)))
}

/// The same for who does something else with an answer that says why nothing was done.
fn perform(deps: &Deps<'_>, call: &Call) -> Result<Answer, Trouble> {
    let invocation = parse::parse(deps.language, &call.text).map_err(|misread| misread.say(deps.language))?;
    match invocation.command.run {
        Run::Answer(run) => Ok(Answer::Text(run(deps, call, &invocation.input))),
        Run::Act(run) => Ok(run(deps, call, &invocation.input)?),
        Run::Read(run) => run(deps, call, &invocation.input),
        Run::List(list) => listing::show(deps, call, &invocation.input, list),
    }
}

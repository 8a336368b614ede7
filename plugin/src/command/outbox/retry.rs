//! `/odoo outbox retry <id>`

use super::{ID, caller, find, no_event, no_store, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::event::{self, AcceptError, Event, Retried, Source};
use crate::hook;
use crate::ports::Deps;
use crate::say;
use crate::settings::Settings;

pub(super) const WORD: Word = Word {
    trigger: "retry",
    help: "Tries to show an event again",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[ID],
        notes: "Where it was shown already it is not shown again. One that was wanted in a channel that is not its hook's goes to the default channel of the hook.",
        examples: &["outbox retry 3f0c2a7d1e9b4c5f8a6d7e0b1c2f3a4d"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    retry(deps, call, input).unwrap_or_else(|answer| answer)
}

fn retry(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let settings = caller(deps, call)?.current.settings;
    let (key, event) = find(deps, call, input)?;
    let channel_id = default_channel(deps, call, &settings, &event)?;
    match event::retry(deps, &key, channel_id.as_deref()) {
        Ok(Retried::Done) => {
            record(deps, call, "outbox.retry", &key);
            Ok(say!(deps.language, "It is tried again. `/odoo trace {key}` tells how far it is.", key))
        }
        Ok(Retried::Missing) => Err(no_event(deps, &key)),
        Ok(Retried::Settled) => Err(say!(deps.language, "Nothing of it is left to be shown.")),
        Ok(Retried::Nowhere) => Err(say!(
            deps.language,
            "Its hook has no default channel, so there is nowhere to show it. `/odoo outbox show` shows it to you."
        )),
        Err(AcceptError::Full) => Err(say!(deps.language, "Too many events wait to be shown. Try again later.")),
        Err(AcceptError::Store(error)) => Err(no_store(deps, call, &error)),
    }
}

fn default_channel(deps: &Deps<'_>, call: &Call, settings: &Settings, event: &Event) -> Result<Option<String>, String> {
    let Source::Hook(name) = &event.source else { return Ok(None) };
    let Some(hook) = hook::get(deps, name).map_err(|error| no_store(deps, call, &error))? else { return Ok(None) };
    let found = hook::default_channel(deps, settings, &hook).map_err(|error| no_store(deps, call, &error))?;
    Ok(found.ok())
}

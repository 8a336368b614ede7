//! `/odoo hook types`

use super::caller;
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::hook::{PRESETS, bus_events};
use crate::ports::Deps;
use crate::say;

pub(super) const WORD: Word = Word {
    trigger: "types",
    help: "What an event may say",
    audience: Audience::Admins,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["hook types"], run: Run::Answer(run) }),
};

/// What every event may have.
const COMMON: &str = "`channel` / `channel_id` / `user_email`, `severity` (`info`, `warning`, `error`, `critical`), \
    `fields` (`title`, `value`, `short`), `link`, `thread_key`, `model` + `record`, `occurred_at`, `module`, `environment`, \
    `next_step`";

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    if let Err(answer) = caller(deps, call) {
        return answer;
    }
    let presets = PRESETS
        .iter()
        .map(|preset| format!("- `{}` – {}. {}\n", preset.name, deps.language.tell(preset.help), preset.fields));
    let events: Vec<_> = bus_events().map(|event| format!("`{event}`")).collect();
    say!(
        deps.language,
        "**What an event may say**\n\nEvery event: {common}.\n\nBy its `type`:\n{presets}\nEvents of the event bus, with `event_type`, `aggregate_type`, `aggregate_id` and `payload`: {events}.\n\nThe body of an incoming webhook (`text`, `channel`, `attachments`) is taken as well.",
        common = COMMON,
        presets = presets.collect::<String>(),
        events = events.join(", ")
    )
}

//! `/odoo hook types`

use super::caller;
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::hook::{PRESETS, bus_events};
use crate::ports::Deps;

pub(super) const WORD: Word = Word {
    trigger: "types",
    help: "What an event may say",
    audience: Audience::Admins,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["hook types"], run: Run::Answer(run) }),
};

/// What every event may have.
const COMMON: &str = "`channel` or `channel_id` or `user_email`, `severity` (`info`, `warning`, `error`, `critical`), \
    `fields` (`title`, `value`, `short`), `link`, `thread_key`, `model` and `record`, `occurred_at`, `module`, `environment`, \
    `next_step`";

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    if let Err(answer) = caller(deps, call) {
        return answer;
    }
    let presets = PRESETS.iter().map(|preset| format!("- `{}` – {}. {}\n", preset.name, preset.help, preset.fields));
    let events: Vec<_> = bus_events().map(|event| format!("`{event}`")).collect();
    format!(
        "**What an event may say**\n\nEvery event: {COMMON}.\n\nBy its `type`:\n{}\nEvents of the event bus, with `event_type`, \
         `aggregate_type`, `aggregate_id` and `payload`: {}.\n\nThe body of an incoming webhook (`text`, `channel`, `attachments`) \
         is taken as well.",
        presets.collect::<String>(),
        events.join(", ")
    )
}

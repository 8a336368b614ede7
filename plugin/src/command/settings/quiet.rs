//! `/odoo settings quiet [22-07|off]`: hours of the day in which direct messages about records wait.

use super::own::{no_store, shown_zone};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::ports::Deps;
use crate::quiet::{Hours, Quiet};
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "quiet",
    help: "Hours of the day in which the bot leaves you alone",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "hours",
            place: Place::Words,
            value: Value::Text("22-07"),
            help: "From and to, whole hours of your clock, or `off`; without it you read how it is",
        }],
        notes: "What you follow in your direct messages with the bot waits until they end, and comes in one message then. Channels are not meant: they are read by many.",
        examples: &["settings quiet", "settings quiet 22-07", "settings quiet off"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    answer(deps, call, input).unwrap_or_else(|answer| answer)
}

fn answer(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let change = |hours: Option<Hours>| {
        Quiet::change(deps, &call.user_id, |quiet| quiet.hours = hours).map_err(|error| no_store(deps, call, &error))
    };
    let quiet = match input.get("hours") {
        None => Quiet::of(deps, &call.user_id).map_err(|error| no_store(deps, call, &error))?,
        Some("off") => change(None)?,
        Some(text) => {
            let hours = Hours::parse(text).ok_or_else(|| {
                say!(deps.language, "“{text}” are no hours. Write `22-07`, or `off`.", text = Markdown::foreign(text))
            })?;
            change(Some(hours))?
        }
    };
    let zone = caller.current.settings.zone_of(&caller.person);
    Ok(match quiet.hours {
        None => say!(deps.language, "You have no quiet hours. `/odoo settings quiet 22-07` sets some."),
        Some(hours) => say!(
            deps.language,
            "Quiet hours: **{hours}** ({zone}). What you follow in direct messages waits until they end. `/odoo settings quiet off` ends that.",
            hours,
            zone = shown_zone(deps.language, zone, &caller.person)
        ),
    })
}

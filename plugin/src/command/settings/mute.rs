//! `/odoo settings mute [off|scope [time|off]]`: what you follow in direct messages is not told for a while.

use super::own::no_store;
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::ids::read_code;
use crate::language::Language;
use crate::ports::{Deps, Timestamp};
use crate::quiet::{Mute, Quiet};
use crate::say;
use crate::subscription;
use crate::text::{Markdown, Zone, local, when};
use crate::watch::WATCHED;

pub(super) const WORD: Word = Word {
    trigger: "mute",
    help: "Something that the bot does not tell you for a while",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "scope",
                place: Place::Word,
                value: Value::Suggested { hint: "scope", list: "mute-scopes" },
                help: "`all`, `lead`, `task`, `project`, `partner`, `order`, or the id of a subscription; `off` ends them all, without it you read what is muted",
            },
            Argument {
                name: "time",
                place: Place::Words,
                value: Value::Text("time"),
                help: "`+3h`, `tomorrow 9:00`, `friday`, or `off` to end it; until tomorrow if absent",
            },
        ],
        notes: "It concerns what you follow in your direct messages with the bot, and is not told later either. Quiet hours, which hold back, are `/odoo settings quiet`.",
        examples: &[
            "settings mute",
            "settings mute task +3h",
            "settings mute all tomorrow 9:00",
            "settings mute task off",
            "settings mute off",
        ],
        run: Run::Answer(run),
    }),
};

const ALL: &str = "all";
const OFF: &str = "off";

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    answer(deps, call, input).unwrap_or_else(|answer| answer)
}

fn answer(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let zone = caller.current.settings.zone_of(&caller.person);
    let failed = |error| no_store(deps, call, &error);
    let Some(text) = input.get("scope") else {
        return Ok(told(deps.language, &Quiet::of(deps, &call.user_id).map_err(failed)?, deps.clock.now(), zone));
    };
    if text.eq_ignore_ascii_case(OFF) {
        let quiet = Quiet::change(deps, &call.user_id, |quiet| quiet.mutes.clear()).map_err(failed)?;
        return Ok(told(deps.language, &quiet, deps.clock.now(), zone));
    }
    let scope = scope(deps, call, text)?;
    let until = match input.get("time") {
        Some(OFF) => None,
        text => Some(until(deps.language, text.unwrap_or("today"), zone, deps.clock.now())?),
    };
    let quiet = Quiet::change(deps, &call.user_id, |quiet| {
        quiet.mutes.retain(|mute| mute.scope != scope);
        quiet.mutes.extend(until.map(|until| Mute { scope: scope.clone(), until }));
    });
    Ok(told(deps.language, &quiet.map_err(failed)?, deps.clock.now(), zone))
}

fn scope(deps: &Deps<'_>, call: &Call, text: &str) -> Result<String, String> {
    let word = text.to_ascii_lowercase();
    if word == ALL || WATCHED.iter().any(|watched| watched.noun == word) {
        return Ok(word);
    }
    let code = read_code(text).unwrap_or_default();
    let found = subscription::find(deps, &code).map_err(|error| no_store(deps, call, &error))?;
    let own = found.filter(|found| found.team_id.is_empty() && found.created_by == call.user_id);
    own.map(|own| own.id).ok_or_else(|| {
        say!(
            deps.language,
            "“{text}” is nothing that you follow in direct messages. Write `all`, `lead`, `task`, `project`, `partner`, `order`, or the id of such a subscription.",
            text = Markdown::foreign(text)
        )
    })
}

fn until(language: Language, text: &str, zone: Zone, now: Timestamp) -> Result<Timestamp, String> {
    let until = zone.until(when(text, zone, now).map_err(|error| error.say(language))?);
    if until > now { Ok(until) } else { Err(say!(language, "That time is over already.")) }
}

fn told(language: Language, quiet: &Quiet, now: Timestamp, zone: Zone) -> String {
    let mutes: Vec<_> = quiet.mutes.iter().filter(|mute| mute.until > now).collect();
    if mutes.is_empty() {
        return say!(language, "Nothing is muted.");
    }
    let line =
        |mute: &&Mute| say!(language, "- `{scope}` until {time}", scope = mute.scope, time = local(mute.until, zone));
    let lines: Vec<_> = mutes.iter().map(line).collect();
    say!(language, "Muted in your direct messages:\n{lines}", lines = lines.join("\n"))
}

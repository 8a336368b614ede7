//! `/odoo settings digest [HH:MM|weekly|off] [HH:MM]`: what waits for whoever asks, once a day or a week.

use chrono::NaiveTime;

use super::own::{no_store, shown_zone};
use crate::access::{self, Action};
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::digest::{self, Rhythm, Wish};
use crate::language::Language;
use crate::ports::{Deps, Person};
use crate::say;
use crate::text::{Markdown, Slot, Zone, time_of_day};

pub(super) const WORD: Word = Word {
    trigger: "digest",
    help: "What waits for you in Odoo, in a direct message",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "when",
                place: Place::Word,
                value: Value::Suggested { hint: "HH:MM/weekly/off", list: "digests" },
                help: "A time for every day, `weekly` for Mondays, or `off`; without it you read how it is",
            },
            Argument {
                name: "time",
                place: Place::Word,
                value: Value::Text("HH:MM"),
                help: "After `weekly`: the time on Mondays; as it was, or 08:00, if absent",
            },
        ],
        notes: "Times are those of your own clock. The digest tells the activities that are due, the proposals that wait for your word, your open tickets and the tasks that are due; on a day with nothing of that none is sent. *Done* and *Tomorrow* below an activity propose that change.",
        examples: &[
            "settings digest 08:30",
            "settings digest weekly",
            "settings digest weekly 09:15",
            "settings digest off",
        ],
        run: Run::Act(run),
    }),
};

/// Unless somebody says another time.
const AT: &str = "08:00";

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let caller = Caller::of(deps, call)?;
    let settings = &caller.current.settings;
    access::may(deps, settings, &caller.person, Action::OwnSettings)?;
    let zone = settings.zone_of(&caller.person);
    let failed = |error| no_store(deps, call, &error);
    let before = digest::of(deps, &call.user_id).map_err(failed)?;
    let Some(when) = input.get("when") else {
        return Ok(Answer::Text(told(deps.language, before, zone, &caller.person)));
    };
    let wish = wish(deps.language, when, input.get("time"), before)?;
    // Whoever wishes it after its time has it from the next time on.
    let wish = wish.map(|(rhythm, at)| Wish::new(rhythm, at, Slot::latest(zone, at, deps.clock.now()).day));
    digest::set(deps, &call.user_id, wish).map_err(failed)?;
    Ok(Answer::Text(told(deps.language, wish, zone, &caller.person)))
}

/// None for `off`.
fn wish(
    language: Language,
    when: &str,
    time: Option<&str>,
    before: Option<Wish>,
) -> Result<Option<(Rhythm, NaiveTime)>, String> {
    let read = |text: &str| {
        let wrong = || {
            let text = Markdown::foreign(text);
            say!(language, "“{text}” is no time. Write `08:30`, `weekly`, `weekly 08:30` or `off`.", text)
        };
        time_of_day(text).ok_or_else(wrong)
    };
    match when.to_lowercase().as_str() {
        "off" => Ok(None),
        "weekly" => {
            let at = time.map(read).transpose()?.or(before.map(|before| before.at()));
            let at = at.map_or_else(|| read(AT), Ok)?;
            Ok(Some((Rhythm::Weekly, at)))
        }
        at => Ok(Some((Rhythm::Daily, read(at)?))),
    }
}

fn told(language: Language, wish: Option<Wish>, zone: Zone, person: &Person) -> String {
    let Some(wish) = wish else {
        return say!(
            language,
            "You get no digest. `/odoo settings digest 08:30` sends you one every day, `/odoo settings digest weekly` one on Mondays."
        );
    };
    let days = match wish.rhythm {
        Rhythm::Daily => say!(language, "every day"),
        Rhythm::Weekly => say!(language, "on Mondays"),
    };
    say!(
        language,
        "You get a digest {days} at {time} ({zone}), in a direct message, if something waits for you. `/odoo settings digest off` ends that.",
        days,
        time = wish.at().format("%H:%M"),
        zone = shown_zone(language, zone, person)
    )
}

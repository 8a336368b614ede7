//! `/odoo find event [text] [filters]`

use super::conditions::{LIMIT, MINE, described, nothing};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::parse::Input;
use crate::command::reading::{Names, Reading};
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::language::Language;
use crate::odoo::Listed;
use crate::odoo::event::{Event, Query, Time};
use crate::ports::Deps;
use crate::text::{Markdown, Zone, local};
use crate::{say, text};

pub(super) const WORD: Word = Word {
    trigger: "event",
    help: "Finds meetings in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "text" },
                help: "Part of the title or of the place",
            },
            Argument {
                name: "with",
                place: Place::Flag,
                value: Value::Suggested { hint: "participant", list: "partners" },
                help: "Who takes part: part of the name, e-mail address, number or link",
            },
            MINE,
            Argument {
                name: "from",
                place: Place::Flag,
                value: Value::Text("date"),
                help: "Not over before then; today if absent",
            },
            Argument {
                name: "to",
                place: Place::Flag,
                value: Value::Text("date"),
                help: "Begun before then; a day counts as a whole",
            },
            LIMIT,
        ],
        notes: "Dates are `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w` or `2026-12-24`, in your time zone. Past meetings need `--from`.",
        examples: &[
            "find event --mine --to friday",
            "find event --with azure --from 2026-11-01",
            "find event demo",
            "find event --from \"tomorrow 09:00\" --to \"tomorrow 12:00\"",
        ],
        run: Run::List(list),
    }),
};

/// Of a list.
pub(in crate::command) const COLUMNS: [&str; 4] = [text!("When"), text!("Meeting"), text!("With"), text!("Where")];

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let from = reading
        .when(input, "from")?
        .map_or_else(|| reading.zone.start(reading.today()), |when| reading.zone.from(when));
    let query = Query {
        text: input.get("text").map(ToOwned::to_owned),
        with: reading.related(input, "with", "res.partner")?,
        attendee: reading.mine(input)?.map(|user| (user.id, user.partner_id)),
        from: Some(from),
        to: reading.when(input, "to")?.map(|when| reading.zone.until(when)),
    };
    let events: Vec<Event> = reading.list(&query.filter(), rows)?;
    if events.is_empty() {
        let hint = if input.has("from") { "" } else { text!("Past meetings need `--from`.") };
        return Err(nothing(deps.language, text!("No meeting in Odoo fits: {described}."), input, hint).into());
    }
    let people = reading.names("res.partner", events.iter().flat_map(|event| event.partner_ids.iter().copied()));
    let title = say!(
        deps.language,
        "**Meetings**: {described}. Times are those of {zone}.",
        described = described(deps.language, input),
        zone = reading.zone.name()
    );
    Ok(Listing::of(deps.language, title, &COLUMNS, &events, rows, input, |event| row(event, &people, &reading)))
}

pub(in crate::command) fn row(event: &Event, people: &Names, reading: &Reading<'_>) -> Vec<Markdown> {
    vec![
        Markdown::foreign(&time(reading.deps.language, event.time, reading.zone)),
        reading.link(&event.name, Event::MODEL, event.id),
        people.list(reading.deps.language, &event.partner_ids),
        Markdown::some(event.location.as_deref()),
    ]
}

/// `2026-11-21 10:30 to 11:00`, `2026-11-21 22:00 to 2026-11-22 02:00`, `2026-11-21, all day`.
fn time(language: Language, time: Time, zone: Zone) -> String {
    match time {
        Time::Days(from, to) if from == to => say!(language, "{day}, all day", day = from),
        Time::Days(from, to) => say!(language, "{from} to {to}, all day", from, to),
        Time::Moments(from, to) => {
            let (start, end) = (local(from, zone), local(to, zone));
            match end.split_once(' ') {
                Some((day, clock)) if start.starts_with(day) => {
                    say!(language, "{from} to {to}", from = start, to = clock)
                }
                _ => say!(language, "{from} to {to}", from = start, to = end),
            }
        }
        Time::Unknown => String::new(),
    }
}

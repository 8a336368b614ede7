//! `/odoo find activity [text] [filters]`

use super::conditions::{LIMIT, MINE, PARTNER, described, nothing};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::menu::Menu;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::odoo::activity::{Activity, Query};
use crate::odoo::{When, history};
use crate::ports::Deps;
use crate::reference::Reference;
use crate::text::{Markdown, due};
use crate::{say, text};

pub(super) const WORD: Word = Word {
    trigger: "activity",
    help: "Finds what is planned in Odoo: calls, to-dos and the like",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "text" },
                help: "Part of the summary or of the record's name",
            },
            Argument {
                name: "model",
                place: Place::Flag,
                value: Value::Choice(&[
                    Choice { item: "partner", help: "For partners" },
                    Choice { item: "lead", help: "For leads" },
                    Choice { item: "project", help: "For projects" },
                    Choice { item: "task", help: "For tasks" },
                ]),
                help: "The kind of record it is for",
            },
            Argument {
                name: "record",
                place: Place::Flag,
                value: Value::Text("link"),
                help: "The record it is for: its link, or its number together with `--model`",
            },
            PARTNER,
            MINE,
            Argument { name: "overdue", place: Place::Switch, value: Value::Nothing, help: "Due before today" },
            Argument { name: "from", place: Place::Flag, value: Value::Text("date"), help: "Due on this day or later" },
            Argument { name: "to", place: Place::Flag, value: Value::Text("date"), help: "Due on this day or before" },
            LIMIT,
        ],
        notes: "Without a text and filters it lists all of them, the most urgent first. Dates are `today`, `friday`, `+2d`, `+1w` or `2026-12-24`. With `--partner` the activities for its leads, projects and tasks count too.",
        examples: &[
            "find activity --mine --overdue",
            "find activity --mine --to friday",
            "find activity call --model lead",
            "find activity --partner \"deco addict\"",
        ],
        run: Run::List(list),
    }),
};

/// Of a list.
pub(in crate::command) const COLUMNS: [&str; 4] = [text!("Activity"), text!("For"), text!("Due"), text!("Whose turn")];

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let model = input.get("model").map(model_of);
    let record = input.get("record").map(|text| record(&reading, text, model)).transpose()?;
    let of_partner = match reading.related(input, "partner", "res.partner")? {
        Some(partner) => {
            Some(history::records_of(&reading.connection, &partner).map_err(|error| reading.explain(&error))?)
        }
        None => None,
    };
    let query = Query {
        text: input.get("text").map(ToOwned::to_owned),
        model: model.map(ToOwned::to_owned),
        records: record.map(|record| vec![record]).or(of_partner),
        user_id: reading.mine(input)?.map(|user| user.id),
        late_on: input.has("overdue").then(|| reading.today()),
        from: day(&reading, input, "from")?,
        to: day(&reading, input, "to")?,
    };
    let activities: Vec<Activity> = reading.list(&query.filter(), rows)?;
    if activities.is_empty() {
        return Err(nothing(deps.language, text!("No activity in Odoo fits: {described}."), input, "").into());
    }
    let title = format!("**{}**: {}", say!(deps.language, "Activities"), described(deps.language, input));
    let listing =
        Listing::of(deps.language, title, &COLUMNS, &activities, rows, input, |activity| row(activity, &reading));
    let choice = |activity: &Activity| (activity.id, choice(activity));
    let menu = |menu: Menu| reading.may_propose().then_some(menu);
    Ok(listing.with_menu(menu(Menu::finish()), &activities, choice).with_menu(
        menu(Menu::reschedule()),
        &activities,
        choice,
    ))
}

pub(in crate::command) fn row(activity: &Activity, reading: &Reading<'_>) -> Vec<Markdown> {
    let record = match (&activity.model, activity.record_id) {
        (Some(model), Some(id)) => {
            let name = activity.record_name.clone().unwrap_or_else(|| format!("{model} {id}"));
            reading.link(&name, model, id)
        }
        _ => Markdown::some(activity.record_name.as_deref()),
    };
    vec![
        Markdown::foreign(&activity.title()),
        record,
        Markdown::some(activity.deadline.map(|day| due(reading.deps.language, day, reading.today())).as_deref()),
        Markdown::some(activity.user.as_ref().map(|user| user.label.as_str())),
    ]
}

/// One of them in a menu: several may have the same title.
fn choice(activity: &Activity) -> String {
    let record = activity.record_name.as_deref().map(|name| format!(", {name}")).unwrap_or_default();
    format!("{}{record}", activity.title())
}

fn model_of(word: &str) -> &'static str {
    match word {
        "partner" => "res.partner",
        "lead" => "crm.lead",
        "project" => "project.project",
        _ => "project.task",
    }
}

fn record(reading: &Reading<'_>, text: &str, model: Option<&'static str>) -> Result<(String, Vec<i64>), String> {
    let language = reading.deps.language;
    match (reading.reference(text), model) {
        (Ok(Reference::Record { model, id }), _) => Ok((model, vec![id])),
        (Ok(Reference::Ticket(id)), _) => Ok(("project.task".into(), vec![id])),
        (Ok(Reference::Number(id)), Some(model)) => Ok((model.into(), vec![id])),
        (Ok(Reference::Number(_)), None) => {
            Err(say!(language, "`--record` with a number needs `--model`, such as `--model lead --record 17`."))
        }
        (Ok(Reference::Email(_)), _) => {
            Err(say!(language, "`--record` takes a link or a number. For an address there is `--partner`."))
        }
        (Err(error), _) => Err(format!("`--record`: {}", error.say(language))),
    }
}

fn day(reading: &Reading<'_>, input: &Input, flag: &str) -> Result<Option<chrono::NaiveDate>, String> {
    Ok(reading.when(input, flag)?.map(|when| match when {
        When::Day(day) => day,
        When::Moment(time) => reading.zone.day(time),
    }))
}

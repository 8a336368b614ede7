//! `/odoo find task [text] [filters]`

use super::conditions::{ARCHIVED, LIMIT, MINE, PARTNER, PROJECT, described, nothing, stages};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::odoo::task::{Query, State, Task};
use crate::odoo::{Listed, Many2One, When, stage};
use crate::ports::Deps;
use crate::text::{Markdown, due, local};
use crate::{say, text};

pub(super) const STAGE: Argument = Argument {
    name: "stage",
    place: Place::Flag,
    value: Value::Suggested { hint: "stage", list: "stages" },
    help: "The stage, by its name or the beginning of it",
};
pub(super) const OVERDUE: Argument = Argument {
    name: "overdue",
    place: Place::Switch,
    value: Value::Nothing,
    help: "Open, with a deadline that is past",
};

pub(super) const WORD: Word = Word {
    trigger: "task",
    help: "Finds tasks in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "text" },
                help: "Part of the title, or the number",
            },
            PROJECT,
            PARTNER,
            STAGE,
            MINE,
            OVERDUE,
            ARCHIVED,
            LIMIT,
        ],
        notes: "Without a text and filters it lists all tasks, open ones first, the most urgent at the top. `--mine` means those that you are assigned to.",
        examples: &[
            "find task --mine --overdue",
            "find task kitchen --project \"office design\"",
            "find task --project renovations --stage \"in progress\"",
            "find task --partner \"joel willis\"",
        ],
        run: Run::List(list),
    }),
};

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let project = reading.related(input, "project", "project.project")?;
    let query = Query {
        text: input.get("text").map(ToOwned::to_owned),
        stage_ids: stages(&reading, input, || stage::of_tasks(&reading.connection, project.as_ref()))?,
        project,
        project_ids: None,
        partner: reading.related(input, "partner", "res.partner")?,
        user_id: reading.mine(input)?.map(|user| user.id),
        late_at: input.has("overdue").then_some(reading.now),
        with_archived: input.has("archived"),
    };
    let tasks: Vec<Task> = reading.list(&query.filter(), rows)?;
    if tasks.is_empty() {
        return Err(nothing(deps.language, text!("No task in Odoo fits: {described}."), input, "").into());
    }
    let ids = tasks.iter().flat_map(|task| task.user_ids.iter().copied());
    let people = reading.names("res.users", ids);
    let columns =
        [text!("Task"), text!("Project"), text!("Stage"), text!("Assigned to"), text!("Deadline"), text!("Customer")];
    let title = format!("**{}**: {}", say!(deps.language, "Tasks"), described(deps.language, input));
    let listing = Listing::of(deps.language, title, &columns, &tasks, rows, input, |task| {
        vec![
            reading.link(&task.name, Task::MODEL, task.id),
            label(task.project.as_ref()),
            stage_of(task),
            people.list(deps.language, &task.user_ids),
            deadline(task, &reading),
            label(task.partner.as_ref()),
        ]
    });
    Ok(listing.with_menu(reading.propose_menu("task"), &tasks, |task| (task.id, task.name.clone())))
}

/// A row without people and customer.
pub(in crate::command) fn short_row(task: &Task, reading: &Reading<'_>) -> Vec<Markdown> {
    vec![
        reading.link(&task.name, Task::MODEL, task.id),
        label(task.project.as_ref()),
        stage_of(task),
        deadline(task, reading),
    ]
}

pub(in crate::command) fn label(of: Option<&Many2One>) -> Markdown {
    Markdown::some(of.map(|of| of.label.as_str()))
}

/// The stage, with a mark for what is finished.
pub(in crate::command) fn stage_of(task: &Task) -> Markdown {
    let mark = match task.state {
        State::Open => "",
        State::Done => "✓ ",
        State::Canceled => "✗ ",
    };
    let stage = task.stage.as_ref().map_or("", |stage| stage.label.as_str());
    Markdown::foreign(&format!("{mark}{stage}"))
}

pub(in crate::command) fn deadline(task: &Task, reading: &Reading<'_>) -> Markdown {
    let text = task.deadline.map(|deadline| match deadline {
        When::Day(day) if task.state == State::Open => due(reading.deps.language, day, reading.today()),
        When::Day(day) => day.to_string(),
        When::Moment(time) if task.state == State::Open && time < reading.now => {
            say!(reading.deps.language, "{time} (late)", time = local(time, reading.zone))
        }
        When::Moment(time) => local(time, reading.zone),
    });
    Markdown::some(text.as_deref())
}

//! `/odoo find project [text] [filters]`

use super::conditions::{ARCHIVED, LIMIT, MINE, PARTNER, described, nothing};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::odoo::Listed;
use crate::odoo::project::{Project, Query};
use crate::ports::Deps;
use crate::text::{Markdown, due};
use crate::{say, text};

pub(super) const WORD: Word = Word {
    trigger: "project",
    help: "Finds projects in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "text" },
                help: "Part of the name",
            },
            PARTNER,
            MINE,
            Argument {
                name: "overdue",
                place: Place::Switch,
                value: Value::Nothing,
                help: "With a last day that is past",
            },
            ARCHIVED,
            LIMIT,
        ],
        notes: "Without a text and filters it lists all projects. `--mine` means those that you manage.",
        examples: &["find project office", "find project --partner \"joel willis\"", "find project --mine --overdue"],
        run: Run::List(list),
    }),
};

/// Of a list.
pub(in crate::command) const COLUMNS: [&str; 6] =
    [text!("Project"), text!("Customer"), text!("Manager"), text!("Tasks"), text!("Start"), text!("End")];

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let query = Query {
        text: input.get("text").map(ToOwned::to_owned),
        partner: reading.related(input, "partner", "res.partner")?,
        user_id: reading.mine(input)?.map(|user| user.id),
        late_on: input.has("overdue").then(|| reading.today()),
        with_archived: input.has("archived"),
    };
    let projects: Vec<Project> = reading.list(&query.filter(), rows)?;
    if projects.is_empty() {
        return Err(nothing(deps.language, text!("No project in Odoo fits: {described}."), input, "").into());
    }
    let title = format!("**{}**: {}", say!(deps.language, "Projects"), described(deps.language, input));
    let listing = Listing::of(deps.language, title, &COLUMNS, &projects, rows, input, |project| row(project, &reading));
    Ok(listing.with_menu(reading.propose_menu("project"), &projects, |project| (project.id, project.name.clone())))
}

pub(in crate::command) fn row(project: &Project, reading: &Reading<'_>) -> Vec<Markdown> {
    let label = |of: &Option<crate::odoo::Many2One>| Markdown::some(of.as_ref().map(|of| of.label.as_str()));
    vec![
        reading.link(&project.name, Project::MODEL, project.id),
        label(&project.partner),
        label(&project.user),
        Markdown::some(project.task_count.map(|count| count.to_string()).as_deref()),
        Markdown::some(project.start.map(|day| day.to_string()).as_deref()),
        Markdown::some(project.end.map(|day| due(reading.deps.language, day, reading.today())).as_deref()),
    ]
}

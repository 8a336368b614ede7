//! `/odoo my [open|blocked|next]`: the tasks of whoever asks.

use super::Call;
use super::caller::Caller;
use super::find::conditions::LIMIT;
use super::find::task::{deadline, label, stage_of};
use super::listing::Listing;
use super::parse::Input;
use super::reading::Reading;
use super::table::{Argument, Audience, Command, Content, Run, Word};
use super::trouble::Trouble;
use crate::odoo::task::{self, BY_DEADLINE, Task};
use crate::odoo::{Fields, Filter, Listed};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "my",
    help: "Lists your own tasks in Odoo",
    audience: Audience::Everybody,
    content: Content::Choose(
        &[
            Word {
                trigger: "open",
                help: "Your tasks that something is to be done for",
                audience: Audience::Everybody,
                content: Content::Command(command(
                    "Those that you are assigned to and that are neither done nor canceled, the most urgent at the top.",
                    &["my open"],
                    open,
                )),
            },
            Word {
                trigger: "blocked",
                help: "Your open tasks that wait for something, and for what",
                audience: Audience::Everybody,
                content: Content::Command(command(
                    "A task is blocked when its state in Odoo is *Waiting*, or when a task that it depends on is open.",
                    &["my blocked"],
                    blocked,
                )),
            },
            Word {
                trigger: "next",
                help: "Your open tasks with a deadline, the next one first",
                audience: Audience::Everybody,
                content: Content::Command(command(
                    "What is late comes first.",
                    &["my next", "my next --limit 3"],
                    next,
                )),
            },
        ],
        command("", &["my"], open),
    ),
};

const ARGUMENTS: &[Argument] = &[LIMIT];

const fn command(notes: &'static str, examples: &'static [&'static str], list: super::table::List) -> Command {
    Command { arguments: ARGUMENTS, notes, examples, run: Run::List(list) }
}

/// Which of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Open,
    Blocked,
    Next,
}

fn open(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    list(deps, call, input, rows, Which::Open)
}

fn blocked(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    list(deps, call, input, rows, Which::Blocked)
}

fn next(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    list(deps, call, input, rows, Which::Next)
}

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize, which: Which) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let me = reading.me()?;
    let known = reading.connection.describe(Task::MODEL).map_err(|error| reading.explain(&error))?;
    let mut filters = vec![Filter::In("user_ids", vec![me.id]), task::open(&known)];
    filters.extend(match which {
        Which::Open => None,
        Which::Blocked => Some(task::blocked(&known)),
        Which::Next => Some(Filter::Filled("date_deadline", true)),
    });
    let order = if which == Which::Next { BY_DEADLINE } else { Task::ORDER };
    let tasks: Vec<Task> = reading.list_by(&Filter::All(filters), order, rows)?;
    if tasks.is_empty() {
        return Err(deps.language.tell(nothing(which)).into());
    }
    let causes = if which == Which::Blocked { causes(&reading, &known, &tasks)? } else { Vec::new() };
    let names = reading.names(Task::MODEL, causes.iter().copied());
    let last = if which == Which::Blocked { text!("Waits for") } else { text!("Customer") };
    let columns = [text!("Task"), text!("Project"), text!("Stage"), text!("Deadline"), last];
    let listing = Listing::of(deps.language, deps.language.tell(title(which)), &columns, &tasks, rows, input, |task| {
        let waits_for: Vec<_> = task.waits_for.iter().copied().filter(|id| causes.contains(id)).collect();
        let last =
            if which == Which::Blocked { names.list(deps.language, &waits_for) } else { label(task.partner.as_ref()) };
        vec![
            reading.link(&task.name, Task::MODEL, task.id),
            label(task.project.as_ref()),
            stage_of(task),
            deadline(task, &reading),
            last,
        ]
    });
    Ok(listing.with_menu(reading.propose_menu("task"), &tasks, |task| (task.id, task.name.clone())))
}

/// The open ones among the tasks that these depend on.
fn causes(reading: &Reading<'_>, known: &Fields, tasks: &[Task]) -> Result<Vec<i64>, Trouble> {
    let ids: Vec<_> = tasks.iter().flat_map(|task| task.waits_for.iter().copied()).collect();
    let filter = Filter::All(vec![Filter::In("id", ids.clone()), task::open(known)]);
    let open: Vec<Task> = if ids.is_empty() { Vec::new() } else { reading.list(&filter, ids.len())? };
    Ok(open.iter().map(|task| task.id).collect())
}

fn title(which: Which) -> &'static str {
    match which {
        Which::Open => text!("**My open tasks**"),
        Which::Blocked => text!("**My blocked tasks**"),
        Which::Next => text!("**My next tasks**"),
    }
}

fn nothing(which: Which) -> &'static str {
    match which {
        Which::Open => text!("You have no open task in Odoo."),
        Which::Blocked => text!("None of your open tasks in Odoo is blocked."),
        Which::Next => text!("None of your open tasks in Odoo has a deadline."),
    }
}

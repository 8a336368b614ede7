//! `/odoo propose tasks "…" "…" project_id="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "tasks",
    help: "Proposes several tasks of one project in one list",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "All of them are made or none. Assignees, deadline, priority, stage and description are those of every task.",
        examples: &[r#"propose tasks "Order desks" "Paint walls" project_id=1 date_deadline=+2w"#],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "tasks",
    draft: "tasks",
    title: text!("New tasks"),
    arguments: ARGUMENTS,
    required: &["project_id", "tasks"],
    text: "tasks",
    shape: Shape::TaskLines,
};

// What a single task has too.
pub(super) const PROJECT: Argument = Argument {
    name: "project_id",
    place: Place::Flag,
    value: Value::Suggested { hint: "project", list: "projects" },
    help: "The project: number or name",
};
pub(super) const ASSIGNEES: Argument = Argument {
    name: "user_ids",
    place: Place::Flag,
    value: Value::Text("users"),
    help: "Who does it: @user or the name in Odoo",
};
pub(super) const DEADLINE: Argument = Argument {
    name: "date_deadline",
    place: Place::Flag,
    value: Value::Text("date"),
    help: "A day or a time, such as friday or 2026-12-24 10:00",
};
pub(super) const PRIORITY: Argument = Argument {
    name: "priority",
    place: Place::Flag,
    value: Value::Text("number"),
    help: "0 is normal, 1 is high; Odoo 19 knows 2 and 3",
};
pub(super) const STAGE: Argument = Argument {
    name: "stage",
    place: Place::Flag,
    value: Value::Suggested { hint: "stage", list: "stages" },
    help: "One of the stages of the project",
};
pub(super) const DESCRIPTION: Argument =
    Argument { name: "description", place: Place::Flag, value: Value::Long("text"), help: "What is to be done" };

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "tasks",
        place: Place::Each,
        value: Value::Text("title"),
        help: "What is to be done; put quotes around each",
    },
    PROJECT,
    ASSIGNEES,
    DEADLINE,
    PRIORITY,
    STAGE,
    DESCRIPTION,
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

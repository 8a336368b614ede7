//! `/odoo propose task name="…" project_id="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;

pub(super) const WORD: Word = Word {
    trigger: "task",
    help: "Proposes a new task",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "Without `user_ids` Odoo assigns the account that writes; with `nobody` nobody.",
        examples: &[
            r#"propose task name="Order desks" project_id="office design" user_ids=@cara date_deadline=friday"#,
        ],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "task",
    draft: "tasks",
    title: "New task",
    arguments: ARGUMENTS,
    required: &["project_id", "name"],
    text: "description",
    shape: Shape::OneTask,
};

const ARGUMENTS: &[Argument] = &[
    Argument { name: "name", place: Place::Flag, value: Value::Text("title"), help: "What is to be done" },
    Argument {
        name: "project_id",
        place: Place::Flag,
        value: Value::Suggested { hint: "project", list: "projects" },
        help: "The project: number or name",
    },
    Argument {
        name: "user_ids",
        place: Place::Flag,
        value: Value::Text("users"),
        help: "Who does it: @user or the name in Odoo",
    },
    Argument {
        name: "date_deadline",
        place: Place::Flag,
        value: Value::Text("date"),
        help: "A day or a time, such as friday or 2026-12-24 10:00",
    },
    Argument {
        name: "priority",
        place: Place::Flag,
        value: Value::Text("number"),
        help: "0 is normal, 1 is high; Odoo 19 knows 2 and 3",
    },
    Argument {
        name: "stage",
        place: Place::Flag,
        value: Value::Suggested { hint: "stage", list: "stages" },
        help: "One of the stages of the project",
    },
    Argument { name: "description", place: Place::Flag, value: Value::Long("text"), help: "What is to be done" },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

//! `/odoo propose task name="…" project_id="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::tasks::{ASSIGNEES, DEADLINE, DESCRIPTION, PRIORITY, PROJECT, STAGE};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

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
    title: text!("New task"),
    arguments: ARGUMENTS,
    required: &["project_id", "name"],
    text: "description",
    shape: Shape::OneTask,
};

const ARGUMENTS: &[Argument] = &[
    Argument { name: "name", place: Place::Flag, value: Value::Text("title"), help: "What is to be done" },
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

//! `/odoo propose project name="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "project",
    help: "Proposes a new project",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "",
        examples: &[r#"propose project name="Fit-out Sol" stages_from="office design" user_id=@cara"#],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "project",
    draft: "project",
    title: text!("New project"),
    arguments: ARGUMENTS,
    required: &["name"],
    text: "name",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument { name: "name", place: Place::Flag, value: Value::Text("title"), help: "What it is called" },
    Argument {
        name: "partner_id",
        place: Place::Flag,
        value: Value::Suggested { hint: "partner", list: "partners" },
        help: "The customer: number, name or e-mail address",
    },
    Argument {
        name: "user_id",
        place: Place::Flag,
        value: Value::Text("user"),
        help: "The project manager: @user or the name in Odoo",
    },
    Argument {
        name: "date_start",
        place: Place::Flag,
        value: Value::Text("day"),
        help: "When it starts, such as 2026-12-24 or +1w",
    },
    Argument {
        name: "stages_from",
        place: Place::Flag,
        value: Value::Suggested { hint: "project", list: "projects" },
        help: "The project whose stages the new one gets; without it there are none",
    },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

//! `/odoo propose activity res_model=… res_id=… summary="…" date_deadline=… [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "activity",
    help: "Proposes something to do about a record",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "",
        examples: &[
            r#"propose activity res_model=lead res_id=63 summary="Ask about the desks" date_deadline=friday activity_type=Call"#,
        ],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "activity",
    draft: "activity",
    title: text!("New activity"),
    arguments: ARGUMENTS,
    required: &["res_model", "res_id", "summary", "date_deadline"],
    text: "note",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "res_model",
        place: Place::Flag,
        value: Value::Choice(&[
            Choice { item: "partner", help: "A partner" },
            Choice { item: "lead", help: "A lead" },
            Choice { item: "project", help: "A project" },
            Choice { item: "task", help: "A task" },
        ]),
        help: "The kind of record it is about",
    },
    Argument {
        name: "res_id",
        place: Place::Flag,
        value: Value::Text("record"),
        help: "The record it is about: number or name",
    },
    Argument { name: "summary", place: Place::Flag, value: Value::Text("title"), help: "What is to be done" },
    Argument {
        name: "date_deadline",
        place: Place::Flag,
        value: Value::Text("day"),
        help: "The day by which it is done, such as friday or +2d",
    },
    Argument {
        name: "activity_type",
        place: Place::Flag,
        value: Value::Suggested { hint: "type", list: "activity-types" },
        help: "To Do if absent",
    },
    Argument {
        name: "user_id",
        place: Place::Flag,
        value: Value::Text("user"),
        help: "Who does it: @user or the name in Odoo",
    },
    Argument { name: "note", place: Place::Flag, value: Value::Long("text"), help: "More about it" },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

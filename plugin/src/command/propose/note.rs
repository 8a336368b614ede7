//! `/odoo propose note record=… text="…"`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "note",
    help: "Proposes an internal note on a record",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "",
        examples: &[r#"propose note record="lead 63" text="Called, wants a visit""#],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "note",
    draft: "note",
    title: text!("Note"),
    arguments: ARGUMENTS,
    required: &["record", "text"],
    text: "text",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "record",
        place: Place::Flag,
        value: Value::Text("record"),
        help: "Such as lead 63, or a link from Odoo",
    },
    Argument { name: "text", place: Place::Flag, value: Value::Long("text"), help: "The note; only colleagues see it" },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

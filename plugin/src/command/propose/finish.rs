//! `/odoo propose finish activity_id=… [feedback="…"]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "finish",
    help: "Proposes to mark an activity as done",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "`/odoo find activity` has a menu *Done* that opens the form for one of its rows. The feedback is told on the record. An activity that is done cannot be brought back.",
        examples: &[r#"propose finish activity_id=46 feedback="Spoke with Ana, she wants a visit""#],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "finish",
    draft: "finish",
    title: text!("Activity done"),
    arguments: ARGUMENTS,
    required: &[ACTIVITY.name],
    text: "feedback",
    shape: Shape::Flat,
};

/// The activity that something becomes of.
pub(super) const ACTIVITY: Argument = Argument {
    name: "activity_id",
    place: Place::Flag,
    value: Value::Text("number"),
    help: "The number of the activity, as its address in Odoo has it",
};

const ARGUMENTS: &[Argument] = &[
    ACTIVITY,
    Argument { name: "feedback", place: Place::Flag, value: Value::Long("text"), help: "What came of it" },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

//! `/odoo propose reschedule activity_id=… date_deadline=…`

use super::finish::ACTIVITY;
use super::kind::{Kind, Shape};
use super::{ABOUT, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "reschedule",
    help: "Proposes another day for an activity",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "`/odoo find activity` has a menu *Reschedule* that opens the form for one of its rows.",
        examples: &["propose reschedule activity_id=46 date_deadline=friday"],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "reschedule",
    draft: "reschedule",
    title: text!("Reschedule activity"),
    arguments: ARGUMENTS,
    required: &[ACTIVITY.name, "date_deadline"],
    text: "date_deadline",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    ACTIVITY,
    Argument {
        name: "date_deadline",
        place: Place::Flag,
        value: Value::Text("day"),
        help: "The day by which it is done, such as friday or +2d",
    },
    REF,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

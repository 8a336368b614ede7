//! `/odoo propose event name="…" start="…" stop="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "event",
    help: "Proposes a meeting",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "Times are those of your own time zone. You are the organiser if Odoo knows you, and the card says how many people will be mailed.",
        examples: &[
            r#"propose event name="Visit Mesa Norte" start="tomorrow 10:00" stop=11:30 partner_ids="ana ruiz""#,
        ],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "event",
    draft: "event",
    title: text!("New meeting"),
    arguments: ARGUMENTS,
    required: &["name", "start"],
    text: "description",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument { name: "name", place: Place::Flag, value: Value::Text("title"), help: "What it is about" },
    Argument {
        name: "start",
        place: Place::Flag,
        value: Value::Text("date"),
        help: "A time such as tomorrow 10:00, or a day for whole days",
    },
    Argument {
        name: "stop",
        place: Place::Flag,
        value: Value::Text("date"),
        help: "When it ends: a time of the same day, a date, or the last day",
    },
    Argument {
        name: "duration",
        place: Place::Flag,
        value: Value::Text("hours"),
        help: "Instead of stop: 1.5, 90m or 1h30m",
    },
    Argument {
        name: "partner_ids",
        place: Place::Flag,
        value: Value::Text("partners"),
        help: "Who is invited: numbers, names, e-mail addresses or @user",
    },
    Argument { name: "location", place: Place::Flag, value: Value::Text("text"), help: "Where" },
    Argument { name: "description", place: Place::Flag, value: Value::Long("text"), help: "More about it" },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

//! `/odoo propose lead name="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "lead",
    help: "Proposes a new lead",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "Open leads that may be about the same are shown as a warning.",
        examples: &[r#"propose lead name="Shelves for the shop" partner_id="azure interior" expected_revenue=1200"#],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "lead",
    draft: "lead",
    title: text!("New lead"),
    arguments: ARGUMENTS,
    required: &["name"],
    text: "description",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument { name: "name", place: Place::Flag, value: Value::Text("title"), help: "What it is about" },
    Argument {
        name: "partner_id",
        place: Place::Flag,
        value: Value::Suggested { hint: "partner", list: "partners" },
        help: "The customer: number, name or e-mail address",
    },
    Argument {
        name: "email_from",
        place: Place::Flag,
        value: Value::Text("address"),
        help: "The e-mail address of who asked",
    },
    Argument { name: "phone", place: Place::Flag, value: Value::Text("number"), help: "The phone number of who asked" },
    Argument {
        name: "expected_revenue",
        place: Place::Flag,
        value: Value::Text("amount"),
        help: "In the currency of your company, such as 5400.50",
    },
    Argument { name: "description", place: Place::Flag, value: Value::Long("text"), help: "What they want" },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

//! `/odoo propose partner name="…" [key="value" …]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "partner",
    help: "Proposes a company or a person, new or changed",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "A partner that Odoo knows is changed: by its number, tax number, e-mail address or website. What is equal is left out. Of several that fit you choose one.",
        examples: &[
            r#"propose partner name="Talleres Sol" email=hola@talleres-sol.example country_code=ES"#,
            r#"propose partner partner_id=14 phone="+34 600 111 222""#,
        ],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "partner",
    draft: "partner",
    title: text!("Partner"),
    arguments: ARGUMENTS,
    required: &[],
    text: "comment",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "name",
        place: Place::Flag,
        value: Value::Suggested { hint: "name", list: "partner-names" },
        help: "The name; needed for a new partner",
    },
    Argument { name: "email", place: Place::Flag, value: Value::Text("address"), help: "The e-mail address" },
    Argument { name: "phone", place: Place::Flag, value: Value::Text("number"), help: "The phone number" },
    Argument { name: "website", place: Place::Flag, value: Value::Text("address"), help: "The website" },
    Argument {
        name: "is_company",
        place: Place::Flag,
        value: Value::Choice(&[Choice { item: "yes", help: "A company" }, Choice { item: "no", help: "A person" }]),
        help: "A company or a person; new partners are companies unless this says no",
    },
    Argument { name: "street", place: Place::Flag, value: Value::Text("text"), help: "Street and number" },
    Argument { name: "city", place: Place::Flag, value: Value::Text("text"), help: "The town" },
    Argument {
        name: "country_code",
        place: Place::Flag,
        value: Value::Suggested { hint: "code", list: "countries" },
        help: "Two letters, such as ES",
    },
    Argument { name: "vat", place: Place::Flag, value: Value::Text("number"), help: "The tax number" },
    Argument {
        name: "comment",
        place: Place::Flag,
        value: Value::Long("text"),
        help: "A comment; where there is one already it becomes a note",
    },
    Argument {
        name: "partner_id",
        place: Place::Flag,
        value: Value::Suggested { hint: "partner", list: "partners" },
        help: "The partner to change: its number or name; new for a new one whoever looks alike",
    },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

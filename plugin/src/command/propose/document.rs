//! `/odoo propose document record=… decision=… [reason="…"]`

use super::kind::{Kind, Shape};
use super::{ABOUT, POST, REF};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;

pub(super) const WORD: Word = Word {
    trigger: "document",
    help: "Proposes a yes or no to a purchase order, an expense or time off",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "Whoever approves the proposal decides in Odoo with their own account, and has to be connected. Expenses are refused in Odoo itself.",
        examples: &[
            r#"propose document record="purchase 7" decision=approve"#,
            r#"propose document record="leave 5" decision=refuse reason="The fair is that week""#,
        ],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "document",
    draft: "document",
    title: "Decide on a document",
    arguments: ARGUMENTS,
    required: &["record", "decision"],
    text: "reason",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "record",
        place: Place::Flag,
        value: Value::Text("record"),
        help: "Such as purchase 7, expense 12, leave 5, a word of DocumentKinds, or a link from Odoo",
    },
    Argument {
        name: "decision",
        place: Place::Flag,
        value: Value::Choice(&[
            Choice { item: "approve", help: "Approve it" },
            Choice { item: "refuse", help: "Refuse it" },
        ]),
        help: "What is said in Odoo",
    },
    Argument {
        name: "reason",
        place: Place::Flag,
        value: Value::Long("text"),
        help: "Why; needed to refuse. It becomes a note on the document",
    },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

//! `/odoo show project <record>`

use super::record::{Kind, show};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call};
use crate::odoo::sheet::Outline;
use crate::ports::Deps;

const KIND: Kind = Kind {
    word: "project",
    example: 1,
    outline: Outline {
        model: "project.project",
        fields: &[
            "partner_id",
            "user_id",
            "stage_id",
            "date_start",
            "date",
            "task_count",
            "last_update_status",
            "privacy_visibility",
            "tag_ids",
        ],
        body: "description",
    },
    email: None,
};

pub(super) const WORD: Word = Word {
    trigger: "project",
    help: "Shows a project",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "project",
            place: Place::Word,
            value: Value::Suggested { hint: "number or link", list: "projects" },
            help: "The number or the link from Odoo",
        }],
        notes: "",
        examples: &["show project 1", "show project #3"],
        run: Run::Read(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    show(deps, call, input, &KIND)
}

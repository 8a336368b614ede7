//! `/odoo show task <record>`

use super::record::{Kind, show};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call};
use crate::odoo::sheet::Outline;
use crate::ports::Deps;

pub(super) const KIND: Kind = Kind {
    word: "task",
    example: 5,
    outline: Outline {
        model: "project.task",
        fields: &[
            "project_id",
            "stage_id",
            "state",
            "user_ids",
            "partner_id",
            "date_deadline",
            "priority",
            "milestone_id",
            "parent_id",
            "tag_ids",
            "allocated_hours",
            "create_date",
        ],
        body: "description",
    },
    email: None,
};

pub(super) const WORD: Word = Word {
    trigger: "task",
    help: "Shows a task",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "task",
            place: Place::Word,
            value: Value::Suggested { hint: "number or link", list: "text" },
            help: "The number or the link from Odoo",
        }],
        notes: "",
        examples: &["show task 5", "show task https://erp.example.com/odoo/all-tasks/5"],
        run: Run::Read(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    show(deps, call, input, &KIND)
}

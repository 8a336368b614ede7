//! `/odoo show lead <record>`

use super::record::{Kind, show};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call};
use crate::odoo::sheet::Outline;
use crate::ports::Deps;

const KIND: Kind = Kind {
    word: "lead",
    example: 19,
    outline: Outline {
        model: "crm.lead",
        fields: &[
            "stage_id",
            "partner_id",
            "partner_name",
            "contact_name",
            "email_from",
            "phone",
            "mobile",
            "expected_revenue",
            "probability",
            "date_deadline",
            "user_id",
            "team_id",
            "priority",
            "tag_ids",
            "lost_reason_id",
            "create_date",
        ],
        body: "description",
    },
    email: Some("email_normalized"),
};

pub(super) const WORD: Word = Word {
    trigger: "lead",
    help: "Shows a lead or an opportunity",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "lead",
            place: Place::Word,
            value: Value::Suggested { hint: "number, link or e-mail address", list: "text" },
            help: "The number, the link from Odoo or the e-mail address",
        }],
        notes: "",
        examples: &["show lead 19", "show lead https://erp.example.com/odoo/crm/19"],
        run: Run::Read(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    show(deps, call, input, &KIND)
}

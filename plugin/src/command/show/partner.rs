//! `/odoo show partner <record> [--history]`

use super::history;
use super::record::{Kind, show_card};
use crate::command::caller::Caller;
use crate::command::menu::Menu;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::shown::{Said, show};
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call};
use crate::odoo::sheet::Outline;
use crate::ports::Deps;

const KIND: Kind = Kind {
    word: "partner",
    example: 14,
    outline: Outline {
        model: "res.partner",
        fields: &[
            "email",
            "phone",
            "mobile",
            "website",
            "parent_id",
            "function",
            "street",
            "street2",
            "zip",
            "city",
            "state_id",
            "country_id",
            "vat",
            "ref",
            "user_id",
            "category_id",
        ],
        body: "comment",
    },
    email: Some("email_normalized"),
};

pub(super) const WORD: Word = Word {
    trigger: "partner",
    help: "Shows a company or a person with their history",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "partner",
                place: Place::Word,
                value: Value::Suggested { hint: "number, link or e-mail address", list: "partners" },
                help: "The number, the link from Odoo or the e-mail address",
            },
            Argument {
                name: "history",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Leads, projects, tasks, activities and meetings in place of the card",
            },
        ],
        notes: "The history is that of the whole company with its contacts.",
        examples: &["show partner 14", "show partner info@agrolait.com", "show partner 10 --history"],
        run: Run::Read(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    let text = KIND.argument(deps.language, input)?;
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let sheet = KIND.find(&reading, text)?;
    if input.has("history") {
        let text = history::of(&reading, &sheet)?;
        return Ok(show(deps, call, Said { text, ..Said::default() }));
    }
    Ok(show_card(deps, call, &reading, &sheet, &sheet.name, vec![Menu::history()]))
}

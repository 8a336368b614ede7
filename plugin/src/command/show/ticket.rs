//! `/odoo show ticket <record>`: a task of the projects that hold tickets.

use super::record::{Kind, show_card};
use super::task;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call};
use crate::odoo::Filter;
use crate::ports::Deps;

const KIND: Kind = Kind { word: "ticket", example: 17, ..task::KIND };

pub(super) const WORD: Word = Word {
    trigger: "ticket",
    help: "Shows a ticket",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "ticket",
            place: Place::Word,
            value: Value::Suggested { hint: "number or link", list: "text" },
            help: "The number, as 17, #17 or [TICKET-#17], or the link from Odoo",
        }],
        notes: "",
        examples: &["show ticket 17", "show ticket [TICKET-#17]"],
        run: Run::Read(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    let text = KIND.argument(deps.language, input)?;
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let projects = reading.ticket_projects()?;
    let sheet = KIND.find_within(&reading, text, Filter::In("project_id", projects))?;
    let title = format!("[{}-#{}] {}", reading.settings().tickets.prefix, sheet.id, sheet.name);
    Ok(show_card(deps, call, &reading, &sheet, &title, Vec::new()))
}

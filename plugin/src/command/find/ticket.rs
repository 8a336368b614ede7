//! `/odoo find ticket [text] [filters]`: tasks of the projects that hold tickets.

use super::conditions::{ARCHIVED, LIMIT, MINE, PARTNER, described, nothing, stages};
use super::task::{OVERDUE, STAGE, deadline, label, stage_of};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::odoo::task::{Query, Task};
use crate::odoo::{Listed, Related, stage};
use crate::ports::Deps;
use crate::text::Markdown;
use crate::{say, text};

pub(super) const WORD: Word = Word {
    trigger: "ticket",
    help: "Finds tickets in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "text" },
                help: "Part of the title, or the number",
            },
            PARTNER,
            STAGE,
            MINE,
            OVERDUE,
            ARCHIVED,
            LIMIT,
        ],
        notes: "Tickets are the tasks of the projects that an administrator named in `TicketProjects`. Without a text and filters it lists all of them, open ones first.",
        examples: &["find ticket --mine", "find ticket printer", "find ticket 17", "find ticket --stage new --overdue"],
        run: Run::List(list),
    }),
};

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let project_ids = reading.ticket_projects()?;
    let query = Query {
        text: input.get("text").map(|text| reading.ticket_number(text).unwrap_or_else(|| text.to_owned())),
        project: None,
        stage_ids: stages(&reading, input, || {
            let mut all = Vec::new();
            for id in &project_ids {
                all.extend(stage::of_tasks(&reading.connection, Some(&Related::Record(*id)))?);
            }
            Ok(all)
        })?,
        project_ids: Some(project_ids),
        partner: reading.related(input, "partner", "res.partner")?,
        user_id: reading.mine(input)?.map(|user| user.id),
        late_at: input.has("overdue").then_some(reading.now),
        with_archived: input.has("archived"),
    };
    let tickets: Vec<Task> = reading.list(&query.filter(), rows)?;
    if tickets.is_empty() {
        return Err(nothing(deps.language, text!("No ticket in Odoo fits: {described}."), input, "").into());
    }
    let people = reading.names("res.users", tickets.iter().flat_map(|ticket| ticket.user_ids.iter().copied()));
    let columns = [
        text!("Number"),
        text!("Ticket"),
        text!("Stage"),
        text!("Priority"),
        text!("Assigned to"),
        text!("Deadline"),
        text!("Customer"),
    ];
    let title = format!("**{}**: {}", say!(deps.language, "Tickets"), described(deps.language, input));
    let listing = Listing::of(deps.language, title, &columns, &tickets, rows, input, |ticket| {
        vec![
            Markdown::foreign(&ticket.id.to_string()),
            reading.link(&ticket.name, Task::MODEL, ticket.id),
            stage_of(ticket),
            Markdown::foreign(&"★".repeat(ticket.priority.into())),
            people.list(deps.language, &ticket.user_ids),
            deadline(ticket, &reading),
            label(ticket.partner.as_ref()),
        ]
    });
    Ok(listing.with_menu(reading.propose_menu("task"), &tickets, |ticket| (ticket.id, ticket.name.clone())))
}

//! `/odoo find lead [text] [filters]`

use super::conditions::{LIMIT, MINE, PARTNER, described, nothing, stages};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::odoo::lead::{Lead, Outcome, Query};
use crate::odoo::{Listed, stage};
use crate::ports::Deps;
use crate::text::{Markdown, due, money};
use crate::{say, text};

pub(super) const WORD: Word = Word {
    trigger: "lead",
    help: "Finds leads and opportunities in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "text" },
                help: "Part of the title, the customer's name or the e-mail address",
            },
            Argument {
                name: "email",
                place: Place::Flag,
                value: Value::Text("address"),
                help: "The e-mail address, or a part of it",
            },
            PARTNER,
            Argument {
                name: "stage",
                place: Place::Flag,
                value: Value::Suggested { hint: "stage", list: "lead-stages" },
                help: "The stage, by its name or the beginning of it",
            },
            MINE,
            Argument {
                name: "overdue",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Not won, with an expected closing that is past",
            },
            Argument { name: "lost", place: Place::Switch, value: Value::Nothing, help: "Lost ones only" },
            LIMIT,
        ],
        notes: "Without a text and filters it lists the newest leads. Lost leads are searched with `--lost` only.",
        examples: &[
            "find lead desk",
            "find lead --stage proposition --mine",
            "find lead --partner \"deco addict\"",
            "find lead --email info@agrolait.com --lost",
        ],
        run: Run::List(list),
    }),
};

/// Of a list.
pub(in crate::command) const COLUMNS: [&str; 6] =
    [text!("Lead"), text!("Customer"), text!("Stage"), text!("Revenue"), text!("Salesperson"), text!("Closing")];

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let text = |name: &str| input.get(name).map(ToOwned::to_owned);
    let query = Query {
        text: text("text"),
        email: text("email"),
        partner: reading.related(input, "partner", "res.partner")?,
        stage_ids: stages(&reading, input, || stage::of_leads(&reading.connection))?,
        user_id: reading.mine(input)?.map(|user| user.id),
        late_on: input.has("overdue").then(|| reading.today()),
        is_lost: input.has("lost"),
    };
    let leads: Vec<Lead> = reading.list(&query.filter(), rows)?;
    if leads.is_empty() {
        let hint = if query.is_lost { "" } else { text!("Lost leads are searched with `--lost`.") };
        return Err(nothing(deps.language, text!("No lead in Odoo fits: {described}."), input, hint).into());
    }
    let title = format!("**{}**: {}", say!(deps.language, "Leads"), described(deps.language, input));
    let listing = Listing::of(deps.language, title, &COLUMNS, &leads, rows, input, |lead| row(lead, &reading));
    Ok(listing.with_menu(reading.propose_menu("lead"), &leads, |lead| (lead.id, lead.name.clone())))
}

pub(in crate::command) fn row(lead: &Lead, reading: &Reading<'_>) -> Vec<Markdown> {
    let lost = (lead.outcome == Outcome::Lost).then(|| say!(reading.deps.language, "Lost"));
    let stage = lost.as_deref().or(lead.stage.as_ref().map(|stage| stage.label.as_str()));
    let deadline = lead.deadline.map(|day| match lead.outcome {
        Outcome::Open => due(reading.deps.language, day, reading.today()),
        Outcome::Won | Outcome::Lost => day.to_string(),
    });
    vec![
        reading.link(&lead.name, Lead::MODEL, lead.id),
        Markdown::some(lead.customer.as_deref()),
        Markdown::some(stage),
        Markdown::some(lead.revenue.as_ref().map(|amount| money(amount.value, amount.currency.as_deref())).as_deref()),
        Markdown::some(lead.user.as_ref().map(|user| user.label.as_str())),
        Markdown::some(deadline.as_deref()),
    ]
}

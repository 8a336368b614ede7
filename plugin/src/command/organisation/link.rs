//! `/odoo org link <id>`

use super::{caller, named, no_store, record};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::odoo::OdooError;
use crate::organisation::{self, Linked, Organisation};
use crate::ports::Deps;
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "link",
    help: "Links this team with an organisation",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "id",
            place: Place::Word,
            value: Value::Text("org"),
            help: "`company:3`, `partner:7`, `project:9`, or the id of another platform",
        }],
        notes: "Whoever reads Odoo in this team, a person or an API key, reaches what belongs to the organisation and finds nothing else: of a company its records and those of no company, of a partner what is done for it and its contacts, of a project its tasks, of another platform's organisation nothing. A team has one organisation, and an organisation one team. Other nodes follow within a minute. Direct messages belong to no team.",
        examples: &["org link company:3", "org link acme"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    link(deps, call, input).unwrap_or_else(|answer| answer)
}

fn link(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let organisation = named(deps, input)?;
    let channel = deps.chat.channel(&call.channel_id).ok();
    let team_id = channel
        .map(|channel| channel.team_id)
        .filter(|id| !id.is_empty())
        .ok_or_else(|| say!(deps.language, "Type it in a channel of the team: direct messages belong to no team."))?;
    let name = name(deps, call, &caller, &organisation)?;
    let linked = organisation::link(deps, &team_id, &organisation).map_err(|error| no_store(deps, call, &error))?;
    match linked {
        Linked::Done => {
            record(deps, call, "org.link", &organisation);
            Ok(say!(
                deps.language,
                "This team is linked with {name}: whoever reads Odoo here finds what belongs to it, and nothing else. `/odoo org unlink {id}` takes that back.",
                name,
                id = organisation
            ))
        }
        Linked::Already => Ok(say!(deps.language, "This team is linked with {name} already.", name)),
        Linked::Other(other) => Err(say!(
            deps.language,
            "This team is linked with `{other}`, and a team has one organisation. Unlink that one first: `/odoo org unlink {other}`.",
            other
        )),
        Linked::Elsewhere(_) => Err(say!(
            deps.language,
            "Another team is linked with {name}, and an organisation has one team. `/odoo org list` shows which.",
            name
        )),
    }
}

/// What the organisation is called, with its id.
fn name(deps: &Deps<'_>, call: &Call, caller: &Caller, organisation: &Organisation) -> Result<String, String> {
    let id = Markdown::code(&organisation.to_string());
    let Some((model, record)) = organisation.record() else { return Ok(id.to_string()) };
    let account = caller.account(deps)?;
    let missing = || {
        say!(
            deps.language,
            "There is no {id} in Odoo, or the plugin's account may not see it. Look up its number there.",
            id
        )
    };
    match caller.connect(deps, account).read(model, &[record], &["display_name"]) {
        Ok(rows) => {
            let name = rows.first().map(|row| row.text("display_name").unwrap_or_default()).ok_or_else(missing)?;
            Ok(format!("{} ({id})", Markdown::foreign(name)))
        }
        Err(OdooError::Missing(_) | OdooError::Access(_)) => Err(missing()),
        Err(error) => Err(caller.explain(deps, call, account, &error)),
    }
}

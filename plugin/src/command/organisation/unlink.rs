//! `/odoo org unlink <id>`

use super::{caller, named, no_store, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::organisation;
use crate::ports::Deps;
use crate::say;

pub(super) const WORD: Word = Word {
    trigger: "unlink",
    help: "Takes the link of an organisation with its team away",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "id",
            place: Place::Word,
            value: Value::Suggested { hint: "org", list: "orgs" },
            help: "Which organisation",
        }],
        notes: "Nobody is removed from the team, and nothing in it changes; but whoever reads Odoo there finds again all that they may.",
        examples: &["org unlink company:3"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    unlink(deps, call, input).unwrap_or_else(|answer| answer)
}

fn unlink(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let organisation = named(deps, input)?;
    let was_linked = organisation::unlink(deps, &call.team_id, &organisation);
    if !was_linked.map_err(|error| no_store(deps, call, &error))? {
        return Err(say!(
            deps.language,
            "No team is linked with `{id}`. `/odoo org list` shows those that are.",
            id = organisation
        ));
    }
    record(deps, call, "org.unlink", &organisation);
    Ok(say!(
        deps.language,
        "`{id}` has no team any more. Nobody was removed, and whoever reads Odoo there finds again all that they may.",
        id = organisation
    ))
}

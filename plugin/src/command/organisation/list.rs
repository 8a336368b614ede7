//! `/odoo org list`

use std::collections::BTreeMap;

use super::{caller, no_store};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::{table, whole_or_not};
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::organisation::{self, Team};
use crate::ports::Deps;
use crate::say;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the organisations and their teams",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "Teams that you are not in are told by their ids.",
        examples: &["org list"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    list(deps, call).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let teams = organisation::all(deps).map_err(|error| no_store(deps, call, &error))?;
    if teams.is_empty() {
        return Ok(say!(deps.language, "No team is linked with an organisation. `/odoo org link` links this one."));
    }
    let names = names(deps, &caller, &teams);
    let own = deps.chat.teams_of(&call.user_id).unwrap_or_default();
    let row = |team: &Team| {
        let name = team.organisation.record().and_then(|record| names.get(&record));
        let own = own.iter().find(|own| own.id == team.id).map_or(team.id.as_str(), |own| own.name.as_str());
        let [name, own] = [name.map_or("", String::as_str), own].map(Markdown::foreign);
        [Markdown::code(&team.organisation.to_string()), name, own]
    };
    let mut table = table(deps.language, &[text!("Organisation"), text!("Name"), text!("Team")]);
    let is_whole = teams.iter().all(|team| table.push(&row(team), TABLE_RUNES_MAX));
    Ok(whole_or_not(deps.language, table, is_whole))
}

/// What they are called in Odoo, as far as it says.
fn names(deps: &Deps<'_>, caller: &Caller, teams: &[Team]) -> BTreeMap<(&'static str, i64), String> {
    let mut names = BTreeMap::new();
    let Ok(account) = caller.account(deps) else { return names };
    let connection = caller.connect(deps, account);
    let mut asked: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (model, id) in teams.iter().filter_map(|team| team.organisation.record()) {
        asked.entry(model).or_default().push(id);
    }
    for (model, ids) in asked {
        let rows = connection.read(model, &ids, &["display_name"]).unwrap_or_default();
        let named = rows.iter().filter_map(|row| Some(((model, row.id()?), row.text("display_name")?.to_owned())));
        names.extend(named);
    }
    names
}

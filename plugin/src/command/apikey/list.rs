//! `/odoo apikey list`

use crate::access::Scope;
use crate::api_key::{self, Key};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::ports::{Deps, Timestamp};
use crate::text::{Markdown, TABLE_RUNES_MAX, Table, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the API keys",
    audience: Audience::Admins,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["apikey list"], run: Run::Answer(run) }),
};

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    list(deps, call).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = super::caller(deps, call)?;
    let keys = api_key::all(deps).map_err(|error| super::no_store(deps, call, &error))?;
    if keys.is_empty() {
        return Ok("There are no API keys. `/odoo apikey new` makes one.".into());
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let mut table = Table::new(&["Name", "Id", "Owner", "Scopes", "Channel", "Valid until", "Last use"]);
    let is_whole = keys.iter().all(|key| table.push(&row(deps, key, zone), TABLE_RUNES_MAX));
    let rest = if is_whole { "" } else { "\nThere are more than fit here." };
    Ok(format!("{}{rest}", table.into_text()))
}

fn row(deps: &Deps<'_>, key: &Key, zone: Zone) -> [Markdown; 7] {
    let owner = deps.chat.person(&key.owner_id).map_or_else(|_| "unknown".into(), |owner| owner.username);
    let scopes: Vec<_> = key.scopes.iter().map(|scope: &Scope| scope.word()).collect();
    let channel = key.channel_id.as_ref().map(|id| deps.chat.channel(id).map_or("gone".into(), |found| found.name));
    let until = local(key.expires_at, zone);
    let until = if deps.clock.now() >= key.expires_at { format!("{until}, expired") } else { until };
    let used = key.used_at.map_or_else(|| "never".into(), |at: Timestamp| local(at, zone));
    [key.name.clone(), key.id.clone(), owner, scopes.join(", "), channel.unwrap_or_default(), until, used]
        .map(|text| Markdown::foreign(&text))
}

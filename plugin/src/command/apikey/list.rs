//! `/odoo apikey list`

use crate::access::Scope;
use crate::api_key::{self, Key};
use crate::command::Call;
use crate::command::listing::{table, whole_or_not};
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::ports::{Deps, Timestamp};
use crate::say;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, Zone, local};

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
        return Ok(say!(deps.language, "There are no API keys. `/odoo apikey new` makes one."));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let mut table = table(
        deps.language,
        &[
            text!("Name"),
            text!("Id"),
            text!("Owner"),
            text!("Scopes"),
            text!("Channel"),
            text!("Valid until"),
            text!("Last use"),
        ],
    );
    let is_whole = keys.iter().all(|key| table.push(&row(deps, key, zone), TABLE_RUNES_MAX));
    Ok(whole_or_not(deps.language, table, is_whole))
}

fn row(deps: &Deps<'_>, key: &Key, zone: Zone) -> [Markdown; 7] {
    let owner = deps.chat.person(&key.owner_id).map_or_else(|_| say!(deps.language, "unknown"), |owner| owner.username);
    let scopes: Vec<_> = key.scopes.iter().map(|scope: &Scope| scope.word()).collect();
    let channel = key
        .channel_id
        .as_ref()
        .map(|id| deps.chat.channel(id).map_or_else(|_| say!(deps.language, "gone"), |found| found.name));
    let until = local(key.expires_at, zone);
    let until = if deps.clock.now() >= key.expires_at { say!(deps.language, "{until}, expired", until) } else { until };
    let used = key.used_at.map_or_else(|| say!(deps.language, "never"), |at: Timestamp| local(at, zone));
    [key.name.clone(), key.id.clone(), owner, scopes.join(", "), channel.unwrap_or_default(), until, used]
        .map(|text| Markdown::foreign(&text))
}

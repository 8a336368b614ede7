//! `/odoo hook list`

use super::{caller, no_store};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::hook::{self, Hook, Usage};
use crate::ports::{Deps, Timestamp};
use crate::text::{Markdown, TABLE_RUNES_MAX, Table, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the hooks and what came of them",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "After a rotation it tells which of the two secrets was used last. Each node adds what it counted every few seconds.",
        examples: &["hook list"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    list(deps, call).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let read = || {
        hook::flush(deps)?;
        hook::all(deps)?
            .into_iter()
            .map(|hook| Ok((hook::usage(deps, &hook.name)?, hook)))
            .collect::<Result<Vec<_>, _>>()
    };
    let hooks = read().map_err(|error| no_store(deps, call, &error))?;
    if hooks.is_empty() {
        return Ok("There are no hooks. `/odoo hook new` makes one.".into());
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let columns = ["Name", "Channels", "Owner", "Last use", "Secret", "Accepted", "Rejected", "Duplicates", "State"];
    let mut table = Table::new(&columns);
    let is_whole = hooks.iter().all(|(usage, hook)| table.push(&row(deps, hook, usage, zone), TABLE_RUNES_MAX));
    let rest = if is_whole { "" } else { "\nThere are more than fit here." };
    Ok(format!("{}{rest}", table.into_text()))
}

fn row(deps: &Deps<'_>, hook: &Hook, usage: &Usage, zone: Zone) -> [Markdown; 9] {
    let default = |id: &str| if hook.default_channel_id.as_deref() == Some(id) { " (default)" } else { "" };
    let channels = hook.channels.iter().map(|channel| format!("{}{}", channel.name, default(&channel.id)));
    let channels: Vec<_> = channels.chain(hook.has_members.then(|| "people".to_owned())).collect();
    let owner = deps.chat.person(&hook.owner_id).map_or_else(|_| "unknown".into(), |owner| owner.username);
    let used = usage.used_at().map_or_else(|| "never".into(), |at| local(at, zone));
    let state = if hook.is_disabled { "disabled" } else { "on" };
    let secret = secret(hook, usage, deps.clock.now(), zone);
    let counts = [usage.accepted, usage.rejected, usage.duplicates].map(|count| count.to_string());
    let [accepted, rejected, duplicates] = counts;
    let cells =
        [hook.name.clone(), channels.join(", "), owner, used, secret, accepted, rejected, duplicates, state.to_owned()];
    cells.map(|text| Markdown::foreign(&text))
}

/// Since when, and during a rotation which one its senders use.
fn secret(hook: &Hook, usage: &Usage, now: Timestamp, zone: Zone) -> String {
    let since = local(hook.secret_since, zone);
    let Some(previous) = hook.previous.as_ref().filter(|previous| now < previous.until) else { return since };
    let current_at = usage.current_at.filter(|at| *at >= hook.secret_since);
    let previous_at = usage.previous_at.filter(|at| *at >= hook.secret_since);
    let used = match (current_at, previous_at) {
        (None, None) => "not used yet",
        (current_at, previous_at) if current_at >= previous_at => "the new one was used last",
        _ => "the one before was used last",
    };
    format!("{since}, {used}; the one before counts until {}", local(previous.until, zone))
}

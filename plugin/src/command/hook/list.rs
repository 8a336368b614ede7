//! `/odoo hook list`

use super::{caller, no_store};
use crate::command::Call;
use crate::command::listing::{table, whole_or_not};
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::event::Severity;
use crate::hook::{self, Hook, Kind, Usage};
use crate::language::Language;
use crate::ports::{Deps, Team, Timestamp};
use crate::say;
use crate::settings::Settings;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the hooks and what came of them",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "Settings are the flags of `/odoo hook new`. After a rotation it tells which of the two secrets was used last. Each node adds what it counted every few seconds.",
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
        return Ok(say!(deps.language, "There are no hooks. `/odoo hook new` makes one."));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let columns = [
        text!("Name"),
        text!("Channels"),
        text!("Settings"),
        text!("Owner"),
        text!("Last use"),
        text!("Secret"),
        text!("Accepted"),
        text!("Rejected"),
        text!("Duplicates"),
        text!("State"),
    ];
    let mut table = table(deps.language, &columns);
    let teams = deps.chat.teams_of(&call.user_id).unwrap_or_default();
    let told = Told { settings: &caller.current.settings, teams: &teams, zone };
    let is_whole = hooks.iter().all(|(usage, hook)| table.push(&row(deps, hook, usage, &told), TABLE_RUNES_MAX));
    Ok(whole_or_not(deps.language, table, is_whole))
}

/// For whom.
struct Told<'a> {
    settings: &'a Settings,
    teams: &'a [Team],
    zone: Zone,
}

fn row(deps: &Deps<'_>, hook: &Hook, usage: &Usage, told: &Told<'_>) -> [Markdown; 10] {
    let zone = told.zone;
    let is_default = |id: &str| hook.default_channel_id.as_deref() == Some(id);
    let channels = hook.channels.iter().map(|channel| match is_default(&channel.id) {
        true => say!(deps.language, "{name} (default)", name = channel.name),
        false => channel.name.clone(),
    });
    let members = hook.has_members.then(|| say!(deps.language, "people"));
    let default = hook::fallback(told.settings, hook).map(|name| format!("{name} (DefaultChannel)"));
    let channels: Vec<_> = channels.chain(members).chain(default).collect();
    let owner =
        deps.chat.person(&hook.owner_id).map_or_else(|_| say!(deps.language, "unknown"), |owner| owner.username);
    let used = usage.used_at().map_or_else(|| say!(deps.language, "never"), |at| local(at, zone));
    let state = if hook.is_disabled { say!(deps.language, "disabled") } else { say!(deps.language, "on") };
    let secret = secret(deps.language, hook, usage, deps.clock.now(), zone);
    let counts = [usage.accepted, usage.rejected, usage.duplicates].map(|count| count.to_string());
    let [accepted, rejected, duplicates] = counts;
    let [name, channels, owner, used, secret, accepted, rejected, duplicates, state] =
        [hook.name.clone(), channels.join(", "), owner, used, secret, accepted, rejected, duplicates, state]
            .map(|text| Markdown::foreign(&text));
    let settings = Markdown::code(&settings(hook, told.teams));
    [name, channels, settings, owner, used, secret, accepted, rejected, duplicates, state]
}

/// As they are typed; the team if its reader is in it.
fn settings(hook: &Hook, teams: &[Team]) -> String {
    let mut flags = Vec::new();
    let mut flag = |name: &str, value: &str| flags.push(format!("--{name} {value}").trim_end().to_owned());
    if let Some(team) = teams.iter().find(|team| team.id == hook.team_id) {
        flag("team", &team.name);
    }
    if hook.kinds != [Kind::Notify] {
        flag("types", &hook.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(","));
    }
    if hook.severity_min > Severity::Info {
        flag("min-severity", hook.severity_min.word());
    }
    if let Some(limit) = hook.shown_per_hour_max {
        flag("max-per-hour", &limit.to_string());
    }
    if hook.has_only_failures {
        flag("only-failures", "");
    }
    if hook.has_names {
        flag("names", "");
    }
    if !hook.sources.is_anywhere() {
        flag("from", &hook.sources.to_string());
    }
    flags.join(" ")
}

/// Since when, and during a rotation which one its senders use.
fn secret(language: Language, hook: &Hook, usage: &Usage, now: Timestamp, zone: Zone) -> String {
    let since = local(hook.secret_since, zone);
    let Some(previous) = hook.previous.as_ref().filter(|previous| now < previous.until) else { return since };
    let current_at = usage.current_at.filter(|at| *at >= hook.secret_since);
    let previous_at = usage.previous_at.filter(|at| *at >= hook.secret_since);
    let used = match (current_at, previous_at) {
        (None, None) => say!(language, "not used yet"),
        (current_at, previous_at) if current_at >= previous_at => say!(language, "the new one was used last"),
        _ => say!(language, "the one before was used last"),
    };
    let until = local(previous.until, zone);
    say!(language, "{since}, {used}; the one before counts until {until}", since, used, until)
}

//! `/odoo status [--verbose]`

mod process;

use super::Call;
use super::about::CONTRACT;
use super::caller::{Caller, console, last_good, mistakes};
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::finding;
use crate::gate;
use crate::identity::{days_until, in_days};
use crate::jobs::health::{Report, off};
use crate::odoo::{Connection, Health, OdooError};
use crate::ports::Deps;
use crate::proposal::Proposals;
use crate::settings::Account;
use crate::text::{Markdown, ago, utc};
use crate::watch;

pub(super) const WORD: Word = Word {
    trigger: "status",
    help: "Tells whether Odoo is there",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "verbose",
            place: Place::Switch,
            value: Value::Nothing,
            help: "Details, for system administrators",
        }],
        notes: "",
        examples: &["status", "status --verbose"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    let caller = match Caller::of(deps, call) {
        Ok(caller) => caller,
        Err(answer) => return answer,
    };
    let mut text = match caller.account(deps) {
        Err(answer) => format!("**Odoo: not configured**\n{answer}"),
        Ok(account) => match check(deps, &caller.connect(deps, account)) {
            Ok(reply) => format!(
                "**Odoo: connected**\nOdoo {} answered in {} ms.",
                Markdown::foreign(&reply.version),
                reply.latency_ms
            ),
            Err(error) => format!("**Odoo: {}**\n{}", state(&error), caller.explain(deps, call, account, &error)),
        },
    };
    text.push_str(&writing(deps));
    if caller.current.settings.is_paused {
        text.push_str(
            "\n\n**Paused**: the plugin writes and posts nothing until an administrator switches `Paused` off.",
        );
    }
    if caller.person.is_system_admin && caller.account(deps).is_ok() && !caller.current.problems.is_empty() {
        let mistakes = mistakes(&caller.current.problems);
        text.push_str(&format!(
            "\n\n**The saved settings have mistakes**; the last good ones are in force. {}\n{mistakes}",
            console(deps)
        ));
    }
    let has_key = caller.current.settings.encryption.current.is_some();
    if caller.person.is_system_admin && caller.account(deps).is_ok() && !has_key {
        text.push_str(&format!(
            "\n\n**There is no encryption key yet**, so nobody can connect or propose. Press Regenerate at `EncryptionKey` in {}, and save.",
            console(deps)
        ));
    }
    if input.has("verbose") {
        text.push_str(&details(deps, &caller));
    }
    text
}

/// Whether writing is frozen, and why.
fn writing(deps: &Deps<'_>) -> String {
    match gate::freeze(deps) {
        Ok(None) => String::new(),
        Ok(Some(freeze)) => {
            let reason = match freeze.reason.as_str() {
                "" => String::new(),
                reason => format!(": {}", Markdown::foreign(reason)),
            };
            format!(
                "\n\n**Frozen** since {}{reason}. Nothing is written to Odoo until a system administrator lifts it.",
                utc(freeze.at)
            )
        }
        Err(_) => "\n\nWhether writing is frozen could not be read: Mattermost's store did not answer.".into(),
    }
}

/// Proposals that nobody has decided on, or that are not written yet.
fn open(deps: &Deps<'_>) -> String {
    match Proposals::new(deps).count_open() {
        Ok((count, true)) => format!("more than {count}"),
        Ok((count, false)) => count.to_string(),
        Err(_) => "unknown".into(),
    }
}

struct Reply {
    version: String,
    latency_ms: u128,
}

fn check(deps: &Deps<'_>, connection: &Connection<'_>) -> Result<Reply, OdooError> {
    connection.prove()?;
    let start = deps.clock.now();
    let version = connection.version()?;
    Ok(Reply { version, latency_ms: deps.clock.now().since(start).as_millis() })
}

fn state(error: &OdooError) -> &'static str {
    match error {
        OdooError::Outage(_) | OdooError::RateLimited { .. } => "down",
        _ => "refused",
    }
}

fn details(deps: &Deps<'_>, caller: &Caller) -> String {
    if !caller.person.is_system_admin {
        return "\n\nDetails are for system administrators.".into();
    }
    let server = deps.config.server();
    let settings = &caller.current.settings;
    let mut rows = vec![
        ("Plugin", format!("{}, contract `{CONTRACT}`", server.plugin_version)),
        ("Mattermost", server.version),
        ("Searching", if settings.people.allow_service_reads { "everybody" } else { "connected people" }.into()),
        ("Default time zone", settings.default_time_zone.clone()),
        ("Open proposals", open(deps)),
    ];
    let findings = finding::all(deps).unwrap_or_default();
    rows.extend(findings.iter().map(|text| ("To be mended", Markdown::message(text).to_string())));
    let unmapped = watch::unmapped(deps).unwrap_or_default();
    if !unmapped.is_empty() {
        let name = |(uid, name): &(i64, String)| match name.as_str() {
            "" => format!("#{uid}"),
            name => format!("{} (#{uid})", Markdown::foreign(name)),
        };
        rows.push(("Responsible and not connected", unmapped.iter().map(name).collect::<Vec<_>>().join(", ")));
    }
    if let Ok(account) = caller.account(deps) {
        rows.extend(connection_rows(deps, account));
    }
    rows.extend(process::rows(deps));
    if let Ok(Some(report)) = Report::current(deps) {
        let since = ago(deps.clock.now().since(report.since));
        rows.push(("Checks by all nodes", format!("{} since {} ({since})", report.state.word(), utc(report.since))));
        let surroundings = report.surroundings;
        if let Some(ahead_ms) = surroundings.ahead_ms {
            rows.push(("Odoo's clock", off(ahead_ms)));
        }
        if let Some(end) = surroundings.certificate_end {
            let days = in_days(days_until(end, deps.clock.now()));
            rows.push(("Certificate", format!("until {} ({days})", utc(end))));
        }
        if !report.closed.is_empty() {
            let closed: Vec<_> = report.closed.iter().map(|model| format!("`{model}`")).collect();
            rows.push(("Closed to the login", closed.join(", ")));
        }
    }
    let rows: String = rows.iter().map(|(name, value)| format!("| {name} | {value} |\n")).collect();
    format!("\n\n| | |\n|:--|:--|\n{rows}")
}

fn connection_rows(deps: &Deps<'_>, account: &Account) -> [(&'static str, String); 6] {
    [
        ("Odoo", account.address.to_string()),
        ("Database", Markdown::foreign(&account.database).to_string()),
        ("Login", Markdown::email(&account.login).to_string()),
        ("Time limit", format!("{} s", account.timeout.as_secs())),
        ("Last good answer", last_good(deps, account).unwrap_or_else(|| "none since the plugin started".into())),
        ("Failures in a row", Health::of(deps, account).failures.to_string()),
    ]
}

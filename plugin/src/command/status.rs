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
use crate::{say, text};

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
        Err(answer) => format!("**{}**\n{answer}", say!(deps.language, "Odoo: not configured")),
        Ok(account) => match check(deps, &caller.connect(deps, account)) {
            Ok(reply) => say!(
                deps.language,
                "**Odoo: connected**\nOdoo {version} answered in {latency} ms.",
                version = Markdown::foreign(&reply.version),
                latency = reply.latency_ms
            ),
            Err(error) => {
                let state = deps.language.tell(state(&error));
                format!("**{state}**\n{}", caller.explain(deps, call, account, &error))
            }
        },
    };
    text.push_str(&writing(deps));
    if caller.current.settings.is_paused {
        text.push_str("\n\n");
        text.push_str(&say!(
            deps.language,
            "**Paused**: the plugin writes and posts nothing until an administrator switches `Paused` off."
        ));
    }
    if caller.person.is_system_admin && caller.account(deps).is_ok() && !caller.current.problems.is_empty() {
        let mistakes = mistakes(&caller.current.problems);
        text.push_str("\n\n");
        text.push_str(&say!(
            deps.language,
            "**The saved settings have mistakes**; the last good ones are in force. {console}\n{mistakes}",
            console = console(deps),
            mistakes
        ));
    }
    let has_key = caller.current.settings.encryption.current.is_some();
    if caller.person.is_system_admin && caller.account(deps).is_ok() && !has_key {
        text.push_str("\n\n");
        text.push_str(&say!(
            deps.language,
            "**There is no encryption key yet**, so nobody can connect or propose. Press Regenerate at `EncryptionKey` in {console}, and save.",
            console = console(deps)
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
            let frozen = say!(
                deps.language,
                "**Frozen** since {time}{reason}. Nothing is written to Odoo until a system administrator lifts it.",
                time = utc(freeze.at),
                reason
            );
            format!("\n\n{frozen}")
        }
        Err(_) => {
            let unknown =
                say!(deps.language, "Whether writing is frozen could not be read: Mattermost's store did not answer.");
            format!("\n\n{unknown}")
        }
    }
}

/// Proposals that nobody has decided on, or that are not written yet.
fn open(deps: &Deps<'_>) -> String {
    match Proposals::new(deps).count_open() {
        Ok((count, true)) => say!(deps.language, "more than {count}", count),
        Ok((count, false)) => count.to_string(),
        Err(_) => say!(deps.language, "unknown"),
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
        OdooError::Outage(_) | OdooError::RateLimited { .. } => text!("Odoo: down"),
        _ => text!("Odoo: refused"),
    }
}

fn details(deps: &Deps<'_>, caller: &Caller) -> String {
    if !caller.person.is_system_admin {
        return format!("\n\n{}", say!(deps.language, "Details are for system administrators."));
    }
    let server = deps.config.server();
    let settings = &caller.current.settings;
    let mut rows = vec![
        (
            text!("Plugin"),
            say!(
                deps.language,
                "{version}, contract `{contract}`",
                version = server.plugin_version,
                contract = CONTRACT
            ),
        ),
        ("Mattermost", server.version),
        (
            text!("Searching"),
            if settings.people.allow_service_reads {
                say!(deps.language, "everybody")
            } else {
                say!(deps.language, "connected people")
            },
        ),
        (text!("Default time zone"), settings.default_time_zone.clone()),
        (text!("Open proposals"), open(deps)),
    ];
    let findings = finding::all(deps).unwrap_or_default();
    rows.extend(findings.iter().map(|text| (text!("To be mended"), Markdown::message(text).to_string())));
    let unmapped = watch::unmapped(deps).unwrap_or_default();
    if !unmapped.is_empty() {
        let name = |(uid, name): &(i64, String)| match name.as_str() {
            "" => format!("#{uid}"),
            name => format!("{} (#{uid})", Markdown::foreign(name)),
        };
        rows.push((text!("Responsible and not connected"), unmapped.iter().map(name).collect::<Vec<_>>().join(", ")));
    }
    if let Ok(account) = caller.account(deps) {
        rows.extend(connection_rows(deps, account));
    }
    rows.extend(process::rows(deps));
    if let Ok(Some(report)) = Report::current(deps) {
        let since = ago(deps.language, deps.clock.now().since(report.since));
        let state = deps.language.tell(report.state.word());
        let time = utc(report.since);
        let checks = say!(deps.language, "{state} since {time} ({ago})", state, time, ago = since);
        rows.push((text!("Checks by all nodes"), checks));
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
            rows.push((text!("Closed to the login"), closed.join(", ")));
        }
    }
    let rows: String =
        rows.iter().map(|(name, value)| format!("| {} | {value} |\n", deps.language.tell(name))).collect();
    format!("\n\n| | |\n|:--|:--|\n{rows}")
}

fn connection_rows(deps: &Deps<'_>, account: &Account) -> [(&'static str, String); 6] {
    [
        ("Odoo", account.address.to_string()),
        (text!("Database"), Markdown::foreign(&account.database).to_string()),
        (text!("Login"), Markdown::email(&account.login).to_string()),
        (text!("Time limit"), format!("{} s", account.timeout.as_secs())),
        (
            text!("Last good answer"),
            last_good(deps, account).unwrap_or_else(|| say!(deps.language, "none since the plugin started")),
        ),
        (text!("Failures in a row"), Health::of(deps, account).failures.to_string()),
    ]
}

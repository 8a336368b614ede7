//! One event through its module. Whatever goes wrong, the event is shown as it would be without (fail-open).

use std::time::Duration;

use serde_json::Value;

use super::store::{code, copied, enable};
use super::{Bound, Module, Off, Reply};
use crate::ports::{Deps, ExtensionError, ExtensionLimits, Level};
use crate::settings::Settings;
use crate::store::StoreError;
use crate::text::Markdown;
use crate::{admins, notify};

/// Failures in a row, as one process counts them, after which a module gets nothing any more.
pub const FAILURES_MAX: i64 = 10;

/// The function that every module has.
const FUNCTION: &str = "transform";
const LIMITS: ExtensionLimits =
    ExtensionLimits { time: Duration::from_millis(100), memory_bytes_max: 16 << 20, output_bytes_max: 64 << 10 };
const INPUT_BYTES_MAX: usize = 64 << 10;
/// How long failures in a row are remembered after the first.
const FAILING_SECONDS: u32 = 24 * 3600;

/// A module's name, and what it said or why it said nothing.
pub type Ran = (String, Result<Reply, String>);

/// What the module makes of an event, with the module's name; none if there is no module for it. The error is for
/// administrators, and foreign. `input` is made only when it is wanted; `may` says whether it may
/// go to a channel.
///
/// # Errors
/// See [`StoreError`]: nobody knows whether there is a module.
pub fn transform(
    deps: &Deps<'_>,
    settings: &Settings,
    bound: Bound<'_>,
    input: impl FnOnce() -> Value,
    may: impl Fn(&str) -> bool,
) -> Result<Option<Ran>, StoreError> {
    if !settings.has_modules {
        return Ok(None);
    }
    let modules = copied(deps)?;
    let Some(module) = modules.into_iter().find(|module| module.off.is_none() && module.is_bound(bound)) else {
        return Ok(None);
    };
    let reply =
        run(deps, &module, &input())?.and_then(|answer| Reply::parse(&answer)).and_then(|reply| match &reply.channel {
            Some(channel) if !may(channel) => Err(format!("it may not write to “{channel}”")),
            _ => Ok(reply),
        });
    match &reply {
        Ok(_) => deps.cache.delete(&failing(&module.name)),
        Err(why) => failed(deps, settings, &module.name, why),
    }
    Ok(Some((module.name, reply)))
}

/// Runs a module as it is: its answer, or why there is none.
///
/// # Errors
/// See [`StoreError`].
pub fn run(deps: &Deps<'_>, module: &Module, input: &Value) -> Result<Result<Vec<u8>, String>, StoreError> {
    let input = input.to_string().into_bytes();
    if input.len() > INPUT_BYTES_MAX {
        return Ok(Err("the event has more than 64 KiB".into()));
    }
    // The name says which code it is: one that was replaced is never run for the new one.
    let attempt = || deps.extensions.run(&module.sha256, FUNCTION, &input, &LIMITS);
    let mut answer = attempt();
    if answer == Err(ExtensionError::Absent) {
        let Some(code) = code(deps, module)? else { return Ok(Err("its code cannot be read".into())) };
        answer = deps.extensions.keep(&module.sha256, &code).and_then(|()| attempt());
    }
    Ok(answer.map_err(|error| error.to_string()))
}

/// Notes that a module failed. After [`FAILURES_MAX`] times in a row it is switched off, and administrators hear of it once.
fn failed(deps: &Deps<'_>, settings: &Settings, name: &str, why: &str) {
    let log = |level, message: &str, error: String| {
        deps.log.write(level, message, &[("module", name.to_owned()), ("error", error)]);
    };
    log(Level::Warn, "A module failed; the event is shown without it", why.to_owned());
    if deps.cache.add(&failing(name), 1, FAILING_SECONDS) < FAILURES_MAX {
        return;
    }
    match enable(deps, name, Some(&Off::Failed(why.to_owned()))) {
        Ok(true) => deps.cache.delete(&failing(name)),
        // Another process was faster, or an administrator.
        Ok(false) => return,
        Err(error) => return log(Level::Error, "A module could not be switched off", error.to_string()),
    }
    let text = format!(
        "The module `{name}` failed {FAILURES_MAX} times in a row and is switched off: events are shown without it. \
         The last time: {}. `/odoo module test {name}` tries it, `/odoo module enable {name}` switches it on.",
        Markdown::message(why)
    );
    for user_id in admins::all(deps, settings).unwrap_or_default() {
        if let Err(error) = notify::tell(deps, &user_id, &text) {
            log(Level::Warn, "An administrator could not be told of a module", error.to_string());
        }
    }
}

fn failing(name: &str) -> String {
    format!("mod/{name}/failing")
}

//! One event through its module. Whatever goes wrong, the event is shown as it would be without (fail-open).

use std::time::Duration;

use serde_json::Value;

use super::store::{code, copied, fail, worked};
use super::{Bound, Module, Reply, tell};
use crate::ports::{Deps, ExtensionError, ExtensionLimits, Level};
use crate::settings::Settings;
use crate::store::StoreError;
use crate::text::cut;

/// Failures in a row, of all nodes together, after which a module gets nothing any more.
pub const FAILURES_MAX: u32 = 10;

/// The function that every module has.
const FUNCTION: &str = "transform";
const LIMITS: ExtensionLimits =
    ExtensionLimits { time: Duration::from_millis(100), memory_bytes_max: 16 << 20, output_bytes_max: 64 << 10 };
const INPUT_BYTES_MAX: usize = 64 << 10;
/// Of a reason: what a module answers may be part of it, and it is kept with the event and with the module.
const REASON_RUNES_MAX: usize = 300;

/// The module that gets the events of this one, if there is one.
///
/// # Errors
/// See [`StoreError`]: nobody knows whether there is a module.
pub fn of(deps: &Deps<'_>, settings: &Settings, bound: Bound<'_>) -> Result<Option<Module>, StoreError> {
    if !settings.has_modules {
        return Ok(None);
    }
    let mut modules = copied(deps)?.into_iter();
    Ok(modules.find(|module| module.off.is_none() && module.is_bound(bound)))
}

/// What the module makes of an event, or why nothing: for administrators, and foreign. `may` says whether it may go to a channel.
///
/// # Errors
/// See [`StoreError`].
pub fn transform(
    deps: &Deps<'_>,
    settings: &Settings,
    module: &Module,
    input: &Value,
    may: impl Fn(&str) -> bool,
) -> Result<Result<Reply, String>, StoreError> {
    let reply =
        run(deps, module, input)?.and_then(|answer| Reply::parse(&answer)).and_then(|reply| match &reply.channel {
            Some(channel) if !may(channel) => Err(format!("it may not write to “{channel}”")),
            _ => Ok(reply),
        });
    let reply = reply.map_err(|why| cut(&why, REASON_RUNES_MAX));
    note(deps, settings, module, reply.as_ref().err());
    Ok(reply)
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

/// Remembers what came of a run, for all nodes: a module that works costs no call of the store. Whatever goes wrong here, the event
/// is shown.
fn note(deps: &Deps<'_>, settings: &Settings, module: &Module, failure: Option<&String>) {
    let noted = match failure {
        None if module.failures == 0 => return,
        None => worked(deps, module),
        Some(why) => {
            // Why may be in the words of the event, which are nothing for the log: `trace` tells it.
            let fields = [("module", module.name.clone())];
            deps.log.write(Level::Warn, "A module failed; the event is shown without it", &fields);
            match fail(deps, module, why) {
                Ok(true) => tell(deps, settings),
                counted => counted.map(drop),
            }
        }
    };
    if let Err(error) = noted {
        let fields = [("module", module.name.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "It could not be noted what came of a module", &fields);
    }
}

//! What is known of a record, and which of its deliveries are not made.

use super::LETTERS_MAX;
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::outbox::{describe, no_store};
use crate::command::trace::record;
use crate::event::{self, Event};
use crate::ports::Deps;
use crate::say;
use crate::store::StoreError;
use crate::text::Markdown;
use crate::watch::{self, Watched};

/// Events that are told.
const EVENTS_MAX: usize = 10;

pub(super) fn told(deps: &Deps<'_>, call: &Call, caller: &Caller, text: &str) -> Result<String, String> {
    caller.account(deps)?;
    let (watched, id) = record::read(caller, deps, text).ok_or_else(|| {
        let text = Markdown::foreign(text);
        say!(deps.language, "“{text}” is no record that channels can follow. Write `lead#17`, or its link.", text)
    })?;
    let trace = record::told(deps, call, caller, (watched, id))?;
    let open = open(deps, watched, id).map_err(|error| no_store(deps, call, &error))?;
    let zone = caller.current.settings.zone_of(&caller.person);
    let open: String = open.iter().map(|(key, event)| describe(deps, key, event, zone)).collect();
    let open = if open.is_empty() { say!(deps.language, "Nothing else of it waits or failed.") } else { open };
    Ok(format!("{}\n\n{open}", trace.trim_end()))
}

/// Its events that wait or are not tried any more, without the one that its trace tells.
fn open(deps: &Deps<'_>, watched: &Watched, id: i64) -> Result<Vec<(String, Event)>, StoreError> {
    let model = watched.model;
    // Those that this plugin saw, those of hooks, and notes for Odoo.
    let subjects = [format!("{model}/{id}"), format!("{model},{id}"), format!("notes/{model}/{id}")];
    let mut open = event::waiting_about(deps, &subjects, EVENTS_MAX)?;
    let letters = event::dead_letters(deps, LETTERS_MAX)?.events;
    for (key, event) in letters.into_iter().filter(|(_, event)| subjects.contains(&event.subject)) {
        if !open.iter().any(|(known, _)| *known == key) {
            open.push((key, event));
        }
    }
    let told = watch::known(deps, model, id)?.and_then(|known| known.last_event);
    open.retain(|(key, _)| told.as_ref() != Some(key));
    open.truncate(EVENTS_MAX);
    Ok(open)
}

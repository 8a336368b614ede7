//! A module that was switched off: each administrator hears of it once, whoever dies meanwhile.

use super::store::{all, told};
use super::{FAILURES_MAX, Module, Off};
use crate::event::{self, AcceptError, Content, Delivery, Event, Notice, Severity, Source};
use crate::ports::{Deps, Level};
use crate::say;
use crate::settings::Settings;
use crate::store::StoreError;
use crate::{admins, bot};

/// Tells administrators of every module of which they have not been told; a job does it again for whoever did not live to.
///
/// # Errors
/// See [`StoreError`].
pub fn tell(deps: &Deps<'_>, settings: &Settings) -> Result<(), StoreError> {
    let modules = if settings.has_modules { all(deps)? } else { Vec::new() };
    for module in modules {
        if let Some(Off::Failed(why)) = &module.off
            && module.untold_since.is_some()
            && everybody(deps, settings, &module, why)?
        {
            told(deps, &module)?;
        }
    }
    Ok(())
}

/// Whether there is nobody left to tell.
fn everybody(deps: &Deps<'_>, settings: &Settings, module: &Module, why: &str) -> Result<bool, StoreError> {
    let user_ids = admins::all(deps, settings)?;
    // Nobody to tell yet: it is told to the first who comes.
    let mut is_done = !user_ids.is_empty();
    for user_id in user_ids {
        if let Err(error) = one(deps, module, why, &user_id) {
            is_done = false;
            let fields = [("user_id", user_id), ("error", error)];
            deps.log.write(Level::Warn, "An administrator could not be told of a module; it is tried again", &fields);
        }
    }
    Ok(is_done)
}

fn one(deps: &Deps<'_>, module: &Module, why: &str, user_id: &str) -> Result<(), String> {
    let (name, language) = (module.name.as_str(), deps.for_person(user_id).language);
    let text = say!(
        language,
        "It failed {count} times in a row, and events are shown without it. The last time: {why}. “/odoo module test {name}” tries it, “/odoo module enable {name}” switches it on.",
        count = FAILURES_MAX,
        why,
        name
    );
    let title = say!(language, "The module {name} is switched off", name);
    let bot_id = bot::id(deps).map_err(|error| error.to_string())?;
    let channel = deps.chat.direct_channel(&bot_id, user_id).map_err(|error| error.to_string())?;
    let id = format!("module/{name}/{}/{user_id}", module.untold_since.unwrap_or_default().0);
    let event = Event {
        subject: id.clone(),
        id,
        source: Source::Odoo,
        received_at: deps.clock.now(),
        content: Some(Content::Notice(Notice { title, text, severity: Severity::Warning, ..Notice::default() })),
        touch: None,
        request_id: String::new(),
        deliveries: vec![Delivery::to(&channel.id)],
    };
    event::accept(deps, &event).map(drop).map_err(|error: AcceptError| error.to_string())
}

//! Start and configuration. Nothing here asks Odoo: a plugin whose Odoo is down starts like any other.

mod encryption_key;

use crate::bot;
use crate::command;
use crate::event;
use crate::listen;
use crate::ports::{Deps, Level};
use crate::settings::{Connection, Settings};

/// The plugin was enabled.
///
/// # Errors
/// A sentence for admins; the plugin stays off.
pub fn activate(deps: &Deps<'_>) -> Result<(), String> {
    register(deps)?;
    encryption_key::generate_if_missing(deps);
    if let Err(error) = bot::id(deps) {
        deps.log.write(
            Level::Warn,
            "The bot could not be made; answers come without it",
            &[("error", error.to_string())],
        );
    }
    Ok(())
}

/// The configuration is new or changed.
///
/// # Errors
/// Every mistake in it; what was in force before stays.
pub fn configuration_changed(deps: &Deps<'_>) -> Result<(), String> {
    register(deps)?;
    listen::forget(deps);
    match Settings::accept(deps) {
        Ok(settings) => {
            if let Connection::Missing(missing) = settings.connection {
                deps.log.write(Level::Info, "Odoo is not configured yet", &[("missing", missing.join(" "))]);
            }
            Ok(())
        }
        Err(problems) => {
            let problems: Vec<_> =
                problems.iter().map(|problem| format!("{} {}", problem.setting, problem.text)).collect();
            Err(format!("The settings have mistakes; the last good ones stay in force. {}", problems.join(" ")))
        }
    }
}

/// The plugin is about to stop: what its jobs have not begun others do at once.
pub fn deactivate(deps: &Deps<'_>) {
    if let Err(error) = event::decline(deps) {
        let fields = [("error", error.to_string())];
        deps.log.write(Level::Warn, "Events that wait are shown a minute later than possible", &fields);
    }
}

fn register(deps: &Deps<'_>) -> Result<(), String> {
    deps.chat
        .register_command(&command::registration(deps.for_all().language))
        .map_err(|error| format!("The command /odoo could not be registered: {error}"))
}

//! Who may do what.

use crate::ports::Person;
use crate::settings::Settings;

/// Whether a person may read in Odoo with the plugin's account.
///
/// # Errors
/// What to do instead.
pub fn may_read(person: &Person, settings: &Settings) -> Result<(), &'static str> {
    if person.is_system_admin || settings.people.allow_service_reads {
        Ok(())
    } else {
        Err(
            "Searching Odoo is open to system administrators only at the moment. An administrator can open it to everybody with the switch `AllowServiceReads` in the plugin's settings.",
        )
    }
}

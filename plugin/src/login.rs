//! Who may sign in to Mattermost (requirement 2.8, `BlockArchivedLogin`).

use std::time::Duration;

use crate::identity::{self, OdooUser};
use crate::odoo::{Connection, Reader};
use crate::ports::{Deps, Level, Person};
use crate::settings::{self, Account, Settings};
use crate::text;

/// The person waits at the sign-in page, and the host for 3 s.
const TIMEOUT: Duration = Duration::from_secs(2);

const ARCHIVED: &str =
    text!("Your user in Odoo was archived, so you cannot sign in here. Please ask your administrator.");

/// Why a person may not sign in: their user in Odoo was archived. Whatever is not known for certain refuses nobody.
#[must_use]
pub fn refusal(deps: &Deps<'_>, person: &Person) -> Option<String> {
    let settings = Settings::current(deps).settings;
    if !settings.people.block_archived_login || person.is_system_admin || person.is_bot {
        return None;
    }
    let settings::Connection::Account(account) = &settings.connection else { return None };
    let link = identity::link(deps, &person.id).ok().flatten()?;
    let account = Account { timeout: TIMEOUT, ..account.clone() };
    let connection = Connection::open(*deps, &account, Reader::new("", "UTC"));
    match OdooUser::by_uid(&connection, link.value.odoo_uid) {
        Ok(user) => user.filter(|user| !user.is_active).map(|_| deps.for_person(&person.id).language.tell(ARCHIVED)),
        Err(error) => {
            let fields = [("user_id", person.id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Info, "A sign-in was let in without asking Odoo", &fields);
            None
        }
    }
}

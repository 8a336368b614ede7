//! Deliveries that ran out: an administrator hears of them, at most once an hour, and decides.

use serde::{Deserialize, Serialize};

use crate::index::Index;
use crate::ports::{Deps, Level};
use crate::say;
use crate::settings::Settings;
use crate::store::{Store, StoreError, Stored};
use crate::{admins, notify};

const TOLD_KEY: &str = "cur/dead-told";
const TOLD_SECONDS: u32 = 3600;

/// Somebody was told within the last hour.
#[derive(Serialize, Deserialize)]
struct Told {}

impl Stored for Told {
    const VERSION: u32 = 1;
}

/// The events with a delivery that ran out.
pub(super) fn index() -> Index {
    Index::new("dead")
}

/// Puts an event on the list without telling anybody.
pub(super) fn list(deps: &Deps<'_>, key: &str) -> Result<(), StoreError> {
    index().add(Store::new(deps.kv), key).map(drop)
}

/// Remembers an event with a delivery that ran out.
pub(super) fn note(deps: &Deps<'_>, settings: &Settings, key: &str) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    index().add(store, key)?;
    if store.create(TOLD_KEY, &Told {}, Some(TOLD_SECONDS))? {
        for user_id in admins::all(deps, settings)? {
            let text = say!(
                deps.for_person(&user_id).language,
                "An event could not be shown where it belongs, and is not tried any more. `/odoo outbox list` shows it and others like it."
            );
            if let Err(error) = notify::tell(deps, &user_id, &text) {
                let fields = [("user_id", user_id), ("error", error.to_string())];
                deps.log.write(Level::Warn, "An administrator could not be told of a dead letter", &fields);
            }
        }
    }
    Ok(())
}

//! Job `gone`: looks once a night for the records that were told, and tells which of them Odoo does not show any more.

use std::collections::BTreeMap;

use super::nightly::Night;
use crate::odoo::Connection;
use crate::ports::Deps;
use crate::settings::{self, Settings, reader_of_all};
use crate::{subscription, watch};

/// Records of one question.
const AT_ONCE: usize = 200;

pub(super) fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Ok(()) };
    if settings.is_paused {
        return Ok(());
    }
    let Some(night) = Night::begin(deps, &settings, "gone", fence)? else { return Ok(()) };
    let connection = Connection::open(*deps, account, reader_of_all(deps, &settings));
    let mut questions = BTreeMap::new();
    for watched in subscription::models(deps).map_err(|error| error.to_string())? {
        let ids = watch::told(deps, watched.model).map_err(|error| error.to_string())?;
        for ids in ids.chunks(AT_ONCE) {
            questions.insert(format!("{}/{:020}", watched.model, ids[0]), (watched, ids.to_vec()));
        }
    }
    night.visit(questions.keys().cloned().collect(), |key| match questions.get(key) {
        Some((watched, ids)) => watch::look_for(deps, &settings, &connection, watched, ids),
        None => Ok(()),
    })
}

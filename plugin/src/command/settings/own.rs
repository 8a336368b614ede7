//! What the settings of a person have in common.

use crate::command::Call;
use crate::ports::{Deps, Level, Person};
use crate::store::StoreError;

/// A word behind the name of a zone that is not the person's own.
pub(super) fn unknown_zone(person: &Person) -> &'static str {
    if person.time_zone.is_empty() { ", since your own time zone is unknown" } else { "" }
}

pub(super) fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The settings of a person could not be read or written", &fields);
    format!("Mattermost's store did not answer. Try again.\nRequest `{}`", call.request_id)
}

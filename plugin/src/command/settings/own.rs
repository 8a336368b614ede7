//! What the settings of a person have in common.

use crate::command::Call;
use crate::language::{self, Language};
use crate::ports::{Deps, Level, Person};
use crate::say;
use crate::store::StoreError;
use crate::text::Zone;

/// A word behind the name of a zone that is not the person's own.
pub(super) fn shown_zone(language: Language, zone: Zone, person: &Person) -> String {
    match person.time_zone.is_empty() {
        true => say!(language, "{zone}, since your own time zone is unknown", zone = zone.name()),
        false => zone.name().to_owned(),
    }
}

pub(super) fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The settings of a person could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

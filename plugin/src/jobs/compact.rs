//! Job `compact`: the audit's head goes to the server's log, and entries that are too old go.

use super::nightly::Night;
use crate::audit;
use crate::ports::Deps;
use crate::settings::Settings;

pub(super) fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let Some(night) = Night::begin(deps, &settings, "compact", fence)? else { return Ok(()) };
    let retention = settings.limits.audit_retention;
    night.visit(vec!["audit".into()], |_| audit::compact(deps, retention).map(drop))
}

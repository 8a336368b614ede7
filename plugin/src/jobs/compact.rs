//! Job `compact`: the audit's head goes to the server's log, and what is too old goes: entries of the audit, and proposals from
//! the list of all.

use super::nightly::Night;
use crate::audit;
use crate::ports::Deps;
use crate::proposal::Proposals;
use crate::settings::Settings;

const AUDIT: &str = "audit";
const PROPOSALS: &str = "proposals";

pub(super) fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let Some(night) = Night::begin(deps, &settings, "compact", fence)? else { return Ok(()) };
    night.visit(vec![AUDIT.into(), PROPOSALS.into()], |work| match work {
        AUDIT => audit::compact(deps, settings.limits.audit_retention).map(drop),
        _ => Proposals::new(deps).trim(&settings),
    })
}

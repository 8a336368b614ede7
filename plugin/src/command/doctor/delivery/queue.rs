//! What waits, and what failed and is tried again.

use std::time::Duration;

use super::{FINDINGS_MAX, Finding, bounded};
use crate::command::caller::Caller;
use crate::command::outbox::{line, source};
use crate::event::{self, DeliveryState};
use crate::ports::Deps;
use crate::say;
use crate::store::StoreError;
use crate::text::ago;

/// Longer than anything waits that does not fail.
const USUAL: Duration = Duration::from_secs(5 * 60);

pub(super) fn check(deps: &Deps<'_>, caller: &Caller) -> Result<Vec<Finding>, StoreError> {
    let queues = event::queues(deps, FINDINGS_MAX)?;
    let mut findings = vec![waiting(deps, caller, &queues)];
    let zone = caller.current.settings.zone_of(&caller.person);
    let failed = queues.failed.iter().flat_map(|(key, event)| {
        let failed = event.deliveries.iter().filter(|one| matches!(one.state, DeliveryState::Failed { .. }));
        failed.map(move |delivery| {
            let result = format!("{}, {}.", source(deps, event), line(deps, event, delivery, zone));
            let advice = say!(deps.language, "It is tried again. `/odoo trace {key}` tells how far it is.", key);
            Finding::wrong(result, advice)
        })
    });
    let failed: Vec<_> = failed.collect();
    findings.extend(failed.is_empty().then(|| Finding::well(say!(deps.language, "No delivery failed."))));
    findings.extend(bounded(deps.language, failed, queues.more));
    Ok(findings)
}

/// How much waits, and for how long.
fn waiting(deps: &Deps<'_>, caller: &Caller, queues: &event::Queues) -> Finding {
    let Some(oldest) = queues.oldest.filter(|_| queues.waiting > 0) else {
        return Finding::well(say!(deps.language, "Nothing waits to be shown."));
    };
    let (count, waited) = (queues.waiting, deps.clock.now().since(oldest));
    let text = say!(deps.language, "{count} event waits to be shown.||{count} events wait to be shown.", count);
    let result = format!("{text} {}", say!(deps.language, "The oldest: {ago}.", ago = ago(deps.language, waited)));
    if caller.current.settings.is_paused {
        let paused = say!(
            deps.language,
            "**Paused**: the plugin writes and posts nothing until an administrator switches `Paused` off."
        );
        return Finding::wrong(result, paused);
    }
    match waited > USUAL && queues.failed.is_empty() {
        true => Finding::wrong(
            result,
            say!(deps.language, "`/odoo status --verbose` tells whether the jobs run that show them."),
        ),
        false => Finding::well(result),
    }
}

use std::time::Duration;

use super::walk::{Broken, Step, Walk};
use crate::ports::Deps;
use crate::store::{Store, StoreError};

/// A command has 30 s; a chain that takes longer is checked in several goes.
const TIME_MAX: Duration = Duration::from_secs(15);

/// What a check of the chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries that were looked at.
    pub checked: u64,
    /// The earliest that is broken.
    pub first_broken: Option<Broken>,
    /// How many are.
    pub broken: u64,
    /// Entries from the first one to this one were not looked at; 0 if all were.
    pub unchecked: u64,
}

/// Recomputes the chain from its end, or below an entry that was found whole before, to its beginning.
///
/// # Errors
/// See [`StoreError`].
pub fn verify(deps: &Deps<'_>, below: Option<u64>) -> Result<Report, StoreError> {
    let start = deps.clock.now();
    let mut walk = Walk::new(Store::new(deps.kv), below)?;
    let mut report = Report::default();
    while let Some(step) = walk.step()? {
        if let Step::Broken(broken) = step {
            report.broken += 1;
            report.first_broken = Some(broken);
        }
        report.checked += 1;
        if deps.clock.now().since(start) > TIME_MAX {
            break;
        }
    }
    report.unchecked = walk.number();
    Ok(report)
}

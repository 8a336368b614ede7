use std::time::Duration;

use super::recorded::Recorded;
use super::walk::{Step, Walk};
use crate::ports::{Deps, Timestamp};
use crate::store::{Store, StoreError};

/// Entries that one question reads.
const READ_MAX: usize = 10_000;
/// A command has 30 s.
const TIME_MAX: Duration = Duration::from_secs(15);
/// Clocks of nodes differ by less: an entry that is earlier than the one before it ends nothing.
const SKEW: Duration = Duration::from_secs(300);

/// Which entries are wanted; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Not earlier.
    pub since: Option<Timestamp>,
    /// Of this user or this key.
    pub who: Option<String>,
    /// The reference that a proposer gave, or the object.
    pub reference: Option<String>,
}

/// Entries, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// As many as were wanted at most.
    pub entries: Vec<Recorded>,
    /// Whether there are more, or may be: the time of one question was over.
    pub has_more: bool,
}

/// The latest entries.
///
/// # Errors
/// See [`StoreError`].
pub fn list(deps: &Deps<'_>, query: &Query, limit: usize) -> Result<Listing, StoreError> {
    let start = deps.clock.now();
    let mut walk = Walk::new(Store::new(deps.kv), None)?;
    let mut listing = Listing::default();
    for read in 0_usize.. {
        let Some(step) = walk.step()? else { break };
        // What is broken is for `verify` to tell.
        let Step::Whole(entry) = step else { continue };
        if query.since.is_some_and(|since| entry.at.after(SKEW) < since) {
            break;
        }
        if query.admits(&entry) {
            if listing.entries.len() == limit {
                listing.has_more = true;
                break;
            }
            listing.entries.push(*entry);
        }
        if read >= READ_MAX || deps.clock.now().since(start) > TIME_MAX {
            listing.has_more = walk.number() > 0;
            break;
        }
    }
    Ok(listing)
}

impl Query {
    fn admits(&self, entry: &Recorded) -> bool {
        let is_who = |who: &String| entry.user_id == *who || entry.key_id == *who;
        let is_about = |reference: &String| entry.case_id.as_ref() == Some(reference) || entry.object == *reference;
        self.since.is_none_or(|since| entry.at >= since)
            && self.who.as_ref().is_none_or(is_who)
            && self.reference.as_ref().is_none_or(is_about)
    }
}

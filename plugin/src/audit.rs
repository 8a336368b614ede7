//! The audit: who did what to what and how it ended, in a chain in which no link can be changed or left out unnoticed
//! (requirement 5.7). It holds ids, words and digests; no bodies, no secrets, nobody's text.
//!
//! `aud/head` holds the last entry as a whole and is what writers race for, so the chain never forks; `aud/<day>/<number>`
//! holds each entry. Whoever dies between the two leaves the entry in the head, and the next writer puts it in its place.

mod chain;
mod entry;
mod recorded;

pub use chain::record;
pub use entry::{Credential, Entry, OdooKey, Outcome, Who};
pub use recorded::Recorded;

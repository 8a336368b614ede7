//! The audit: who did what to what and how it ended, in a chain in which no link can be changed or left out unnoticed
//! (requirement 5.7). It holds ids, words and digests; no bodies, no secrets, nobody's text.
//!
//! `aud/head` holds the last entry as a whole and is what writers race for, so the chain never forks; `aud/<day>/<number>`
//! holds each entry. Whoever dies between the two leaves the entry in the head, and the next writer puts it in its place.

mod chain;
mod compact;
mod csv;
mod entry;
mod list;
mod recorded;
mod verify;
mod walk;

pub use chain::record;
pub use compact::compact;
pub use csv::csv;
pub use entry::{Credential, Entry, OdooKey, Outcome, Who};
pub use list::{Listing, Query, list};
pub use recorded::{Link, Recorded};
pub use verify::{Report, verify};
pub use walk::{Broken, How};

//! Work that comes back: timers on every node, leases so that one node does what one must do.

mod job;
mod lease;
mod wake;

pub use job::Schedule;
pub(crate) use wake::Wakes;

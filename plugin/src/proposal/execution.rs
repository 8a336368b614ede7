//! What happens when a proposal runs (requirement 5.4).
//!
//! One process claims it. For each operation the intent is stored, the write is sent, its outcome is stored. A process that
//! dies leaves a claim that runs out and at most one intent without an outcome; whoever takes over looks in Odoo what became
//! of that before anything is sent.

mod before;
mod claim;
mod ledger;
mod note;
mod outcome;
mod run;
mod sending;
mod settle;
mod walk;

pub(in crate::proposal) use before::{normal, short};
pub use claim::Why;
pub(in crate::proposal) use claim::state_of;
pub use ledger::{Change, Claim, Execution, Progress, Step, Way};
pub use note::is_note;
pub use outcome::{result, sentence};
pub use run::{Ran, connect, connect_for, run, writer, writer_of};

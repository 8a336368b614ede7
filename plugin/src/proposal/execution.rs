//! What happens when a proposal runs (requirement 5.4): who holds it, and one step for each operation with its intent, its
//! outcome and what it changed.

mod ledger;

pub use ledger::{Change, Claim, Execution, Progress, Step, Way};

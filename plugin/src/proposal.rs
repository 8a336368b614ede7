//! Proposals: what somebody asks to have written to Odoo, reviewed by people and then written exactly once
//! (requirements 5).

mod model;
mod operation;
mod state;
mod store;

pub use model::{Decision, Origin, Proposal, Proposer, Shown, Verdict};
pub use operation::{Effect, Model, Operation, Precondition, digest};
pub use state::State;
pub use store::{Proposals, Saved};

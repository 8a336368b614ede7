//! Proposals: what somebody asks to have written to Odoo, reviewed by people and then written exactly once
//! (requirements 5).

mod again;
pub mod card;
pub mod draft;
mod error;
pub mod execution;
pub mod make;
mod model;
mod operation;
pub mod policy;
pub mod review;
mod state;
mod store;
pub mod tend;
pub mod undo;

pub use draft::Draft;
pub use error::{Candidate, ProposeError};
pub use execution::{Execution, is_note};
pub use make::{Plan, Request, keep, propose, propose_under};
pub use model::{Decision, Origin, Proposal, Proposer, Shown, Verdict};
pub use operation::{Effect, Model, Operation, Precondition, digest};
pub use policy::Policy;
pub use state::State;
pub use store::{Proposals, Saved};

//! The component runtime: one engine, one precompiled component, a pool of instances.
//!
//! *Invariants*: an instance serves one call at a time; a call that traps, panics or passes its deadline costs that
//! instance and that answer, never the process; nothing outside the imports of `wit/` and the HTTP gate is reachable.

pub mod bindings;
mod call;
mod contract;
mod engine;
mod epoch;
mod load;
mod pool;
mod state;

pub use call::{CallError, Deadline};
pub use contract::{ContractError, served};
pub use load::LoadError;
pub use pool::{Limits, Runtime, Stats};
pub use state::State;

//! Mattermost's plugin hooks, API calls and models in Go's shapes

mod answer;
mod call;
mod fields;
pub mod model;
pub mod pull;

pub use answer::NoError;
pub use call::{CallError, Refused};

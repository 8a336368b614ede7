//! Records that come to fit a domain, and those that cease to, each time once: `cx/<name>`.
//!
//! What fits already when the watching begins is no news. Each look reads what was written since the last one; what is found is
//! written down before it is told, and remembered after: whoever dies in between tells the same again, which is a duplicate.

mod look;
mod state;

pub use look::look;
pub use state::{News, Watch};

//! The only way out: HTTP requests to origins that the bundle's manifest grants from named settings.
//!
//! *Invariants* (requirements 1.8, 17.4): no grant, no request; a name is resolved once and every address of it is
//! checked before one is connected to; certificates are always verified; redirects are never followed here, and one
//! that the component follows passes this gate again; an answer is cut at a bound and at a deadline.

mod address;
mod body;
mod certificate;
mod client;
mod connect;
mod gate;
mod grant;
mod hooks;
mod tls;

pub use gate::Gate;
pub use grant::{Grant, Origin};
pub use hooks::GateHooks;

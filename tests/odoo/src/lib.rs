//! A stand-in that answers like Odoo 17 with demo data, held to recordings of the real one.
//!
//! ```no_run
//! # async fn example() {
//! use odoo_stand_in::{Fault, StandIn};
//!
//! let odoo = StandIn::demo().start().await;
//! odoo.set_fault(Fault::KeyRevoked);
//! // … let a client at `odoo.url()` …
//! odoo.wait_until("partners were searched", |calls| {
//!     calls.iter().any(|call| call.name() == "res.partner/search_read")
//! })
//! .await;
//! # }
//! ```
//!
//! Where a test has no use for a network, [`Builder::offline`] gives the same Odoo as a function of requests.

mod builder;
mod desk;
mod stand_in;

mod fault;
mod journal;
mod plan;

mod http;

mod envelope;
mod json_2;
mod service;
mod xml;
mod xml_rpc;

mod method;

mod orm;

mod demo;
mod error;
mod python;

pub use builder::Builder;
pub use demo::User;
pub use desk::Desk;
pub use fault::{Fault, Gate, OVERSIZED_BODY_BYTES};
pub use http::{Answer, NoAnswer, Offer};
pub use journal::Call;
pub use orm::Ring;
pub use stand_in::StandIn;

//! Go's net/rpc over one stream: many calls at once in one direction, answered in any order.
//!
//! Each message is two gob values, a header and a body, and nothing else marks where it ends. Type definitions are sent
//! once per direction, so both sides keep one encoder and one decoder for the life of the connection.

mod client;
mod error;
mod incoming;
mod message;
mod outgoing;
mod server;
#[cfg(test)]
mod tests;

pub use client::Client;
pub use error::{RpcError, ServeError};
pub use server::{Answer, Call, Service, serve};

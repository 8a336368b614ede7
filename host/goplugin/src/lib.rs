//! HashiCorp's go-plugin protocol over net/rpc, for both of its sides.

mod lock;
mod outbox;
pub mod yamux;

//! HashiCorp's go-plugin protocol over net/rpc, for both of its sides.

mod broker;
mod connection;
mod handshake;
mod listener;
mod lock;
mod outbox;
pub mod yamux;

pub use broker::{Broker, BrokerError, Offer};
pub use connection::Connection;
pub use handshake::{Address, Handshake, HandshakeError, MagicCookie, NotAPluginHost};
pub use listener::{ListenError, ListenSettings, Listener};

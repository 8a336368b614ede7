//! HashiCorp's go-plugin protocol over net/rpc, for both of its sides.
//!
//! An *application* starts *plugins* as processes of their own, connects to each over a socket, and both call each
//! other's methods. A plugin binds a [`Listener`], prints its [`Handshake`], and starts a [`Plugin`] on the accepted
//! connection; an application starts a [`Process`] by [`Launch`] and an [`Application`] on its connection. Both then
//! open more streams through a [`Broker`], to call ([`rpc::Client`]), to be called ([`rpc::serve`]), or to pass bodies
//! ([`PullReader`], [`serve_pull`]).

mod application;
mod broker;
mod connection;
mod handshake;
mod launch;
mod listener;
mod lock;
mod outbox;
mod plugin;
mod pull;
pub mod rpc;
pub mod yamux;

pub use application::{Application, DispenseError, PluginOutput};
pub use broker::{Broker, BrokerError, Offer};
pub use connection::Connection;
pub use handshake::{Address, Handshake, HandshakeError, MagicCookie, NotAPluginHost};
pub use launch::{Launch, LaunchError, Process, Stopped};
pub use listener::{ListenError, ListenSettings, Listener};
pub use plugin::{Plugin, PluginEnd};
pub use pull::{PullReader, serve_pull};

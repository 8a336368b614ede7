//! A yamux session: many byte streams over one connection, as HashiCorp's Go library speaks it.
//!
//! One task reads the connection and hands bytes to streams. Nobody is needed to write: see [`crate::outbox`].
//! A stream is an [`AsyncRead`](tokio::io::AsyncRead) and [`AsyncWrite`](tokio::io::AsyncWrite); shutting it down
//! sends FIN, dropping it behaves like closing a TCP socket.

mod channel;
mod frame;
mod keep_alive;
mod reader;
mod session;
mod stream;
#[cfg(test)]
mod tests;

pub use session::{Incoming, Role, Session, SessionEnd};
pub use stream::{ReadHalf, Stream, WriteHalf};

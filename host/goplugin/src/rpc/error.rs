//! How a call fails, and how a connection does.

use std::io;

use gob::{DecodeError, EncodeError};

use super::message::{NO_SUCH_METHOD, NO_SUCH_SERVICE};

/// A call did not return a reply.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RpcError {
    /// The other side is older than this call: it has no such method. The text is its own.
    #[error("{0}")]
    NoSuchMethod(String),
    /// The call was executed and failed, or its argument was not understood. The text is the other side's.
    #[error("{0}")]
    Remote(String),
    /// The argument has no gob form; nothing was sent.
    #[error("the argument cannot be sent: {0}")]
    Unencodable(#[source] EncodeError),
    /// The call was executed, but its reply is not of the expected type. The connection goes on.
    #[error("the reply cannot be read: {0}")]
    Undecodable(#[source] DecodeError),
    /// The connection is gone. Whether the call was executed is unknown.
    #[error("connection is shut down: {0}")]
    ConnectionLost(String),
}

impl RpcError {
    pub(super) fn from_remote(text: String) -> Self {
        if text.starts_with(NO_SUCH_METHOD) || text.starts_with(NO_SUCH_SERVICE) {
            Self::NoSuchMethod(text)
        } else {
            Self::Remote(text)
        }
    }
}

/// A connection ended otherwise than by the peer's closing it between two messages.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The stream failed or ended within a message.
    #[error("the connection failed: {0}")]
    Lost(#[from] io::Error),
    /// The peer sent what is not gob or not net/rpc; what follows cannot be understood.
    #[error("the connection is unusable: {0}")]
    Unreadable(#[from] DecodeError),
}

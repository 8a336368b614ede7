//! The one connection between application and plugin, whatever carries it.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// Both directions of a connection.
pub struct Connection {
    pub(crate) read: Box<dyn AsyncRead + Send + Unpin>,
    pub(crate) write: Box<dyn AsyncWrite + Send + Unpin>,
}

impl Connection {
    /// Any two halves, for instance of `tokio::io::duplex` in a test.
    pub fn new<R, W>(read: R, write: W) -> Self
    where
        R: AsyncRead + Send + Unpin + 'static,
        W: AsyncWrite + Send + Unpin + 'static,
    {
        Self { read: Box::new(read), write: Box::new(write) }
    }
}

#[cfg(unix)]
impl From<tokio::net::UnixStream> for Connection {
    fn from(stream: tokio::net::UnixStream) -> Self {
        let (read, write) = stream.into_split();
        Self::new(read, write)
    }
}

impl From<TcpStream> for Connection {
    fn from(stream: TcpStream) -> Self {
        // Only delays small messages if it fails.
        let _ = stream.set_nodelay(true);
        let (read, write) = stream.into_split();
        Self::new(read, write)
    }
}

impl From<crate::yamux::Stream> for Connection {
    fn from(stream: crate::yamux::Stream) -> Self {
        let (read, write) = stream.into_split();
        Self::new(read, write)
    }
}

//! The reading side of a connection: bytes in, typed values out.

use std::io;

use gob::{DecodeError, Decoder, Gob, Limits};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::error::ServeError;

/// One read takes as much as many small messages.
const READ_BYTES: usize = 16 * 1024;

pub(super) struct Incoming {
    read: Box<dyn AsyncRead + Send + Unpin>,
    decoder: Decoder,
    buffer: Box<[u8]>,
}

impl Incoming {
    pub(super) fn new(read: Box<dyn AsyncRead + Send + Unpin>, limits: Limits) -> Self {
        Self { read, decoder: Decoder::new(limits), buffer: vec![0; READ_BYTES].into() }
    }

    /// Reads the next header, `None` if the peer closed the connection.
    pub(super) async fn header<T: Gob>(&mut self) -> Result<Option<T>, ServeError> {
        loop {
            if let Some(header) = self.decoder.decode()? {
                return Ok(Some(header));
            }
            if !self.fill().await? {
                return Ok(None);
            }
        }
    }

    /// Repeats `read` with more and more bytes until it returns a value.
    pub(super) async fn body<T>(
        &mut self,
        mut read: impl FnMut(&mut Decoder) -> Result<Option<T>, DecodeError>,
    ) -> Result<T, ServeError> {
        loop {
            if let Some(value) = read(&mut self.decoder)? {
                return Ok(value);
            }
            if !self.fill().await? {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
        }
    }

    async fn fill(&mut self) -> io::Result<bool> {
        let length = self.read.read(&mut self.buffer).await?;
        self.decoder.feed(&self.buffer[..length]);
        Ok(length > 0)
    }
}

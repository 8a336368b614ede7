#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

//! Client and server each talk to a [`Peer`] that reads and writes single gob values, or to each other.

mod calling;
mod serving;
mod together;

use gob::{Decoder, Encoder, Gob, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use super::message::{RequestHeader, ResponseHeader};
use crate::Connection;

/// Larger than everything a test leaves unread, so that no test depends on timing.
const PIPE_BYTES: usize = 1024 * 1024;

/// The other end of a connection, value by value.
struct Peer {
    pipe: DuplexStream,
    encoder: Encoder,
    decoder: Decoder,
}

/// A connection and the peer on its other end.
fn connection_with_peer() -> (Connection, Peer) {
    let (ours, pipe) = tokio::io::duplex(PIPE_BYTES);
    let (read, write) = tokio::io::split(ours);
    (Connection::new(read, write), Peer { pipe, encoder: Encoder::new(), decoder: Decoder::new(Limits::default()) })
}

impl Peer {
    async fn send<T: Gob>(&mut self, value: &T) {
        let bytes = self.encode(value);
        self.pipe.write_all(&bytes).await.unwrap();
    }

    fn encode<T: Gob>(&mut self, value: &T) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.encoder.encode(value, &mut bytes).unwrap();
        bytes
    }

    async fn receive<T: Gob>(&mut self) -> T {
        loop {
            if let Some(value) = self.decoder.decode().unwrap() {
                return value;
            }
            let mut bytes = [0; 4096];
            let length = self.pipe.read(&mut bytes).await.unwrap();
            assert!(length > 0, "the connection was closed");
            self.decoder.feed(&bytes[..length]);
        }
    }

    async fn request<A: Gob>(&mut self, method: &str, seq: u64, argument: &A) {
        self.send(&RequestHeader { service_method: method.to_owned(), seq }).await;
        self.send(argument).await;
    }

    /// The next reply's number and value, or its error text if that is not empty.
    async fn reply<R: Gob>(&mut self) -> (u64, Result<R, String>) {
        let header: ResponseHeader = self.receive().await;
        if header.error.is_empty() {
            return (header.seq, Ok(self.receive().await));
        }
        self.receive::<()>().await;
        (header.seq, Err(header.error))
    }

    async fn respond<R: Gob>(&mut self, seq: u64, error: &str, reply: &R) {
        self.send(&ResponseHeader { service_method: String::new(), seq, error: error.to_owned() }).await;
        self.send(reply).await;
    }
}

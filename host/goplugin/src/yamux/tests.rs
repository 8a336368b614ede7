#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

//! Each session here talks to a [`Peer`] that knows frames and nothing else, or to a second session.

mod closing;
mod flow;
mod opening;
mod protocol;
mod throughput;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use super::frame::{HEADER_BYTES, Header, Kind};
use super::{Incoming, Role, Session};
use crate::Connection;

/// Larger than everything a test leaves unread, so that no test depends on timing.
const PIPE_BYTES: usize = 1024 * 1024;

/// The other end of a session's connection, frame by frame.
struct Peer {
    pipe: DuplexStream,
}

fn session_with_peer(role: Role) -> (Session, Incoming, Peer) {
    let (ours, pipe) = tokio::io::duplex(PIPE_BYTES);
    let (read, write) = tokio::io::split(ours);
    let (session, incoming) = Session::start(role, Connection::new(read, write));
    (session, incoming, Peer { pipe })
}

/// A plugin's session and the application's, connected.
fn two_sessions() -> ((Session, Incoming), (Session, Incoming)) {
    let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
    let start = |role, pipe| {
        let (read, write) = tokio::io::split(pipe);
        Session::start(role, Connection::new(read, write))
    };
    (start(Role::Server, ours), start(Role::Client, theirs))
}

impl Peer {
    async fn send(&mut self, header: Header) {
        self.pipe.write_all(&header.encode()).await.unwrap();
    }

    async fn send_data(&mut self, stream: u32, bytes: &[u8]) {
        self.send(Header::data(stream, bytes.len() as u32)).await;
        self.pipe.write_all(bytes).await.unwrap();
    }

    /// The next frame and, if it is data, its body.
    async fn frame(&mut self) -> (Header, Vec<u8>) {
        self.next_frame().await.expect("a frame")
    }

    async fn header(&mut self) -> Header {
        self.frame().await.0
    }

    /// Every frame until the session closes the connection.
    async fn rest(mut self) -> Vec<Header> {
        let mut frames = Vec::new();
        while let Some((header, _)) = self.next_frame().await {
            frames.push(header);
        }
        frames
    }

    async fn next_frame(&mut self) -> Option<(Header, Vec<u8>)> {
        let mut header = [0; HEADER_BYTES];
        self.pipe.read_exact(&mut header).await.ok()?;
        let header = Header::decode(header).unwrap();
        let mut body = vec![0; if header.kind == Kind::Data { header.length as usize } else { 0 }];
        self.pipe.read_exact(&mut body).await.unwrap();
        Some((header, body))
    }
}

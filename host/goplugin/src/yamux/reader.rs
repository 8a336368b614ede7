//! The task that reads the connection: cuts it into frames and hands their content to streams.

use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::task::Waker;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::mpsc;

use super::channel::{Channel, State, Violation};
use super::frame::{ACK, FIN, HEADER_BYTES, Header, Kind, RST, SYN};
use super::session::{Role, SessionEnd, Shared};
use super::stream::Stream;
use crate::lock::lock;

/// One read takes as much as a few dozen small frames.
const READ_BYTES: usize = 64 * 1024;

/// Answers (acknowledgements, pongs, grants) that a peer may cause without reading them.
const UNREAD_ANSWER_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Reads until the session ends, and ends it when the connection does.
pub(super) async fn run(shared: Arc<Shared>, socket: impl AsyncRead + Unpin, accepted: mpsc::Sender<Stream>) {
    let mut reader = Reader { shared: Arc::clone(&shared), accepted, header: [0; HEADER_BYTES], filled: 0, body: None };
    let end = tokio::select! {
        biased;
        end = shared.ended() => end,
        end = reader.read(socket) => end,
    };
    shared.end(end);
}

struct Reader {
    shared: Arc<Shared>,
    accepted: mpsc::Sender<Stream>,
    header: [u8; HEADER_BYTES],
    /// How much of `header` has arrived.
    filled: usize,
    body: Option<Body>,
}

/// The rest of a data frame.
struct Body {
    /// `None`: the stream is unknown, its bytes are dropped.
    channel: Option<Arc<Channel>>,
    remaining: usize,
    has_fin: bool,
}

impl Reader {
    async fn read(&mut self, mut socket: impl AsyncRead + Unpin) -> SessionEnd {
        let mut buffer = vec![0; READ_BYTES];
        loop {
            let arrived = match socket.read(&mut buffer).await {
                Ok(0) => return SessionEnd::PeerClosed,
                Ok(length) => &buffer[..length],
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {
                    return SessionEnd::PeerClosed;
                }
                Err(error) => return SessionEnd::Lost(error.kind()),
            };
            if let Err(end) = self.take_all(arrived) {
                return end;
            }
            self.shared.outbox.flush();
            if self.shared.outbox.queued() > UNREAD_ANSWER_BYTES_MAX {
                return SessionEnd::Violation("sends without reading");
            }
        }
    }

    fn take_all(&mut self, mut bytes: &[u8]) -> Result<(), SessionEnd> {
        while !bytes.is_empty() {
            if let Some(body) = &mut self.body {
                let (part, rest) = bytes.split_at(body.remaining.min(bytes.len()));
                bytes = rest;
                body.remaining -= part.len();
                body.receive(part);
            } else {
                let (part, rest) = bytes.split_at((HEADER_BYTES - self.filled).min(bytes.len()));
                bytes = rest;
                self.header[self.filled..self.filled + part.len()].copy_from_slice(part);
                self.filled += part.len();
                if self.filled < HEADER_BYTES {
                    return Ok(());
                }
                self.filled = 0;
                let header = Header::decode(self.header).map_err(SessionEnd::Violation)?;
                self.on_frame(header)?;
            }
            if let Some(body) = self.body.take_if(|body| body.remaining == 0)
                && body.has_fin
                && let Some(channel) = body.channel
            {
                self.on_fin(&channel).map_err(SessionEnd::Violation)?;
            }
        }
        Ok(())
    }

    fn on_frame(&mut self, header: Header) -> Result<(), SessionEnd> {
        match header.kind {
            Kind::Data | Kind::WindowUpdate => self.on_stream_frame(header).map_err(SessionEnd::Violation),
            Kind::Ping if header.has(SYN) => {
                self.shared.send(Header::ping(ACK, header.length));
                Ok(())
            }
            Kind::Ping => {
                self.shared.pong.send_replace(header.length);
                Ok(())
            }
            Kind::GoAway if header.length == 0 => {
                self.shared.peer_is_leaving.store(true, Ordering::Relaxed);
                Ok(())
            }
            Kind::GoAway => Err(SessionEnd::GoneAway(header.length)),
        }
    }

    fn on_stream_frame(&mut self, header: Header) -> Result<(), Violation> {
        if header.has(SYN) {
            self.on_syn(header.stream)?;
        }
        let channel = lock(&self.shared.channels).get(&header.stream).cloned();
        if header.kind == Kind::Data && header.length > 0 {
            let remaining = header.length as usize;
            self.body = Some(Body { channel: channel.clone(), remaining, has_fin: header.has(FIN) });
        }
        // Frames for a stream that is already forgotten are usual, for instance grants after its end.
        let Some(channel) = channel else {
            return Ok(());
        };
        if header.has(ACK) {
            lock(&channel.state).acknowledge();
        }
        if header.has(RST) {
            self.shared.forget(channel.id);
            let waiting = lock(&channel.state).fail(io::ErrorKind::ConnectionReset);
            waiting.into_iter().flatten().for_each(Waker::wake);
            return Ok(());
        }
        match header.kind {
            Kind::Data => self.on_data(&channel, header.length)?,
            _ => {
                let writer = lock(&channel.state).receive_grant(header.length)?;
                writer.into_iter().for_each(Waker::wake);
            }
        }
        if header.has(FIN) && self.body.is_none() {
            self.on_fin(&channel)?;
        }
        Ok(())
    }

    fn on_syn(&self, id: u32) -> Result<(), Violation> {
        let is_peers = id != 0 && id.is_multiple_of(2) == (self.shared.role == Role::Client);
        if !is_peers {
            return Err("stream id of the other side");
        }
        if lock(&self.shared.channels).contains_key(&id) {
            return Err("stream opened twice");
        }
        let Ok(place) = self.accepted.try_reserve() else {
            self.shared.send(Header::window_update(id, RST, 0));
            return Ok(());
        };
        let channel = Arc::new(Channel { id, state: Mutex::new(State::new(None)) });
        self.shared.add(&channel);
        place.send(Stream::new(channel, Arc::clone(&self.shared)));
        Ok(())
    }

    fn on_data(&self, channel: &Channel, length: u32) -> Result<(), Violation> {
        let mut state = lock(&channel.state);
        state.expect(length)?;
        if state.abandoned && length > 0 {
            state.fail(io::ErrorKind::ConnectionReset);
            drop(state);
            self.shared.forget(channel.id);
            self.shared.send(Header::window_update(channel.id, RST, 0));
        }
        Ok(())
    }

    fn on_fin(&self, channel: &Channel) -> Result<(), Violation> {
        let mut state = lock(&channel.state);
        let reader = state.receive_fin()?;
        let is_over = state.is_over();
        drop(state);
        if is_over {
            self.shared.forget(channel.id);
        }
        reader.into_iter().for_each(Waker::wake);
        Ok(())
    }
}

impl Body {
    fn receive(&self, bytes: &[u8]) {
        if let Some(channel) = &self.channel {
            let reader = lock(&channel.state).receive(bytes);
            reader.into_iter().for_each(Waker::wake);
        }
    }
}

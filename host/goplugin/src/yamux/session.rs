//! The session's handle: open streams, receive them, end it all.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::sync::{Semaphore, mpsc, watch};

use super::channel::{Channel, State};
use super::frame::{Header, RST, SYN};
use super::stream::Stream;
use super::{keep_alive, reader};
use crate::connection::Connection;
use crate::lock::lock;
use crate::outbox::Outbox;

/// Streams that wait to be accepted, and streams of ours that wait to be acknowledged. The peer resets what exceeds it.
pub(super) const BACKLOG_STREAMS_MAX: usize = 256;

/// How long a session that ends may take to write what is queued.
const LAST_WRITE: Duration = Duration::from_secs(1);

/// Which end of the connection this is; it decides the ids of the streams it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Opens streams 1, 3, 5, …: the application that runs plugins.
    Client,
    /// Opens streams 2, 4, 6, …: the plugin.
    Server,
}

/// Why a session is over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionEnd {
    /// This side closed it.
    #[error("the session was closed")]
    Closed,
    /// The peer closed the connection, which is how Go ends a session.
    #[error("the peer closed the connection")]
    PeerClosed,
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Lost(io::ErrorKind),
    /// The peer broke the protocol.
    #[error("the peer broke the yamux protocol: {0}")]
    Violation(&'static str),
    /// The peer says that this side broke the protocol; the number is its reason.
    #[error("the peer ended the session with reason {0}")]
    GoneAway(u32),
    /// Two thousand million streams were opened; a new connection starts over.
    #[error("all stream ids are used up")]
    OutOfIds,
    /// No answer to a ping.
    #[error("the peer did not answer a ping in time")]
    KeepAlive,
}

/// A handle to a session. The session is closed when its last handle is dropped; streams do not keep it open.
#[derive(Clone)]
pub struct Session {
    handle: Arc<Handle>,
}

/// The streams that the peer opens, acknowledged on arrival.
pub struct Incoming {
    streams: mpsc::Receiver<Stream>,
}

struct Handle(Arc<Shared>);

/// What handle, streams and tasks of a session share.
pub(super) struct Shared {
    pub(super) role: Role,
    pub(super) outbox: Outbox<Box<dyn AsyncWrite + Send + Unpin>>,
    pub(super) channels: Mutex<HashMap<u32, Arc<Channel>>>,
    pub(super) peer_is_leaving: AtomicBool,
    pub(super) pong: watch::Sender<u32>,
    next_id: AtomicU32,
    unacknowledged: Arc<Semaphore>,
    end: watch::Sender<Option<SessionEnd>>,
}

impl Session {
    /// Starts a session over a connection. Needs a tokio runtime with time and spawns two tasks.
    pub fn start(role: Role, connection: Connection) -> (Self, Incoming) {
        let Connection { read, write } = connection;
        let shared = Arc::new(Shared::new(role, write));
        let (accepted, streams) = mpsc::channel(BACKLOG_STREAMS_MAX);
        tokio::spawn(reader::run(Arc::clone(&shared), read, accepted));
        tokio::spawn(write_and_watch(Arc::clone(&shared)));
        (Self { handle: Arc::new(Handle(shared)) }, Incoming { streams })
    }

    /// Opens a stream; `first` (at most the window of 256 KiB) leaves in the same write as the opening.
    ///
    /// Waits while 256 streams of ours are not acknowledged.
    ///
    /// # Errors
    /// The session is over, or the peer announced that it takes no more streams.
    pub async fn open(&self, first: &[u8]) -> Result<Stream, SessionEnd> {
        let shared = &self.handle.0;
        let permit = Arc::clone(&shared.unacknowledged).acquire_owned().await.map_err(|_| shared.why_ended())?;
        if shared.peer_is_leaving.load(Ordering::Relaxed) {
            return Err(SessionEnd::GoneAway(0));
        }
        let next = |id: u32| id.checked_add(2);
        let Ok(id) = shared.next_id.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next) else {
            shared.end(SessionEnd::OutOfIds);
            return Err(SessionEnd::OutOfIds);
        };
        let channel = Arc::new(Channel { id, state: Mutex::new(State::new(Some(permit))) });
        shared.add(&channel);
        shared.send(Header::window_update(id, SYN, 0));
        let stream = Stream::new(channel, Arc::clone(shared));
        stream.send_first(first);
        shared.outbox.flush();
        Ok(stream)
    }

    /// Closes the session: queued bytes are written, all streams end.
    pub fn close(&self) {
        self.handle.0.end(SessionEnd::Closed);
    }

    /// Waits for the session's end, whoever caused it.
    pub fn ended(&self) -> impl Future<Output = SessionEnd> + Send + 'static {
        let shared = Arc::clone(&self.handle.0);
        async move { shared.ended().await }
    }
}

impl Incoming {
    /// The next stream that the peer opened, `None` after the session's end.
    ///
    /// Acknowledges it: a peer that waits while 256 streams of its own are unacknowledged never overruns the backlog.
    pub async fn next(&mut self) -> Option<Stream> {
        let stream = self.streams.recv().await?;
        stream.acknowledge();
        Some(stream)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.end(SessionEnd::Closed);
    }
}

impl Shared {
    fn new(role: Role, writer: Box<dyn AsyncWrite + Send + Unpin>) -> Self {
        let first_id = match role {
            Role::Client => 1,
            Role::Server => 2,
        };
        Self {
            role,
            outbox: Outbox::new(writer),
            channels: Mutex::default(),
            peer_is_leaving: AtomicBool::new(false),
            pong: watch::Sender::new(0),
            next_id: AtomicU32::new(first_id),
            unacknowledged: Arc::new(Semaphore::new(BACKLOG_STREAMS_MAX)),
            end: watch::Sender::new(None),
        }
    }

    /// Queues a frame without a body; the caller flushes.
    pub(super) fn send(&self, header: Header) {
        self.outbox.push(|bytes| bytes.extend_from_slice(&header.encode()));
    }

    pub(super) async fn ended(&self) -> SessionEnd {
        let mut end = self.end.subscribe();
        let ended = end.wait_for(Option::is_some).await;
        ended.ok().and_then(|end| end.clone()).unwrap_or(SessionEnd::Closed)
    }

    fn why_ended(&self) -> SessionEnd {
        self.end.borrow().clone().unwrap_or(SessionEnd::Closed)
    }

    /// Ends the session; the first reason stays.
    pub(super) fn end(&self, reason: SessionEnd) {
        let kind = match &reason {
            SessionEnd::Lost(kind) => *kind,
            _ => io::ErrorKind::ConnectionAborted,
        };
        if matches!(reason, SessionEnd::Violation(_)) {
            self.send(Header::protocol_error());
        }
        self.end.send_if_modified(|end| {
            let is_first = end.is_none();
            end.get_or_insert(reason);
            is_first
        });
        self.unacknowledged.close();
        let channels = std::mem::take(&mut *lock(&self.channels));
        for channel in channels.values() {
            let waiting = lock(&channel.state).fail(kind);
            waiting.into_iter().flatten().for_each(std::task::Waker::wake);
        }
        self.outbox.flush();
        self.outbox.close();
    }

    pub(super) fn add(&self, channel: &Arc<Channel>) {
        lock(&self.channels).insert(channel.id, Arc::clone(channel));
        // An end that came in between has missed this channel.
        if self.end.borrow().is_some() {
            lock(&channel.state).fail(io::ErrorKind::ConnectionAborted);
        }
    }

    /// Forgets a stream that is over on both sides.
    pub(super) fn forget(&self, id: u32) {
        lock(&self.channels).remove(&id);
    }

    /// Resets the streams whose owner is gone and whose peer did not close them for `sweeps_max` sweeps.
    pub(super) fn sweep(&self, sweeps_max: u8) {
        lock(&self.channels).retain(|&id, channel| {
            let mut state = lock(&channel.state);
            state.sweeps += u8::from(state.abandoned);
            let keep = state.sweeps <= sweeps_max;
            if !keep {
                state.fail(io::ErrorKind::ConnectionReset);
                self.send(Header::window_update(id, RST, 0));
            }
            keep
        });
        self.outbox.flush();
    }
}

/// The session's second task: continues interrupted writes and sends pings, then writes what is left.
async fn write_and_watch(shared: Arc<Shared>) {
    let end = tokio::select! {
        written = shared.outbox.drive() => written.map_or_else(|error| SessionEnd::Lost(error.kind()), |()| shared.why_ended()),
        () = keep_alive::run(&shared) => SessionEnd::KeepAlive,
        end = shared.ended() => end,
    };
    shared.end(end);
    // Whether it was written no longer matters to anyone: the streams have ended.
    let _ = tokio::time::timeout(LAST_WRITE, shared.outbox.drive()).await;
    shared.outbox.abandon();
}

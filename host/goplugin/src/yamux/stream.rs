//! One stream of a session, whole or in two halves.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::channel::{Channel, Farewell, WINDOW};
use super::frame::{ACK, FIN, Header, RST};
use super::session::Shared;
use crate::lock::lock;

/// Payload of one data frame; larger writes are split so that other streams get their turn.
const PAYLOAD_BYTES_MAX: usize = 64 * 1024;

/// One byte stream of a session. Reading ends at the peer's FIN; shutting down sends ours.
///
/// Reading reports an error, not the end, if the session breaks or the peer resets the stream: what was read before is
/// then incomplete. Dropping the stream closes it in both directions; unread bytes make that a reset.
pub struct Stream {
    end: Arc<End>,
}

/// The reading half of a [`Stream`]; the stream is dropped with its second half.
pub struct ReadHalf {
    end: Arc<End>,
}

/// The writing half of a [`Stream`]; dropping it sends FIN.
pub struct WriteHalf {
    end: Arc<End>,
}

/// Our end of a stream, closed on drop.
struct End {
    channel: Arc<Channel>,
    session: Arc<Shared>,
    /// The outbox position behind our last frame.
    written: AtomicU64,
}

impl Stream {
    pub(super) fn new(channel: Arc<Channel>, session: Arc<Shared>) -> Self {
        Self { end: Arc::new(End { channel, session, written: AtomicU64::new(0) }) }
    }

    /// Tells the peer that its stream was accepted.
    pub(super) fn acknowledge(&self) {
        self.end.session.send(Header::window_update(self.end.channel.id, ACK, 0));
        self.end.session.outbox.flush();
    }

    /// Queues `bytes`, which fit the fresh window, without a flush.
    pub(super) fn send_first(&self, bytes: &[u8]) {
        debug_assert!(bytes.len() <= WINDOW as usize, "the first bytes exceed the window");
        if !bytes.is_empty()
            && let Some(Ok(length)) =
                lock(&self.end.channel.state).take_credit(bytes.len() as u32, std::task::Waker::noop())
        {
            self.end.send_data(&bytes[..length as usize]);
        }
    }

    /// Splits into halves that different tasks may use at the same time.
    pub fn into_split(self) -> (ReadHalf, WriteHalf) {
        (ReadHalf { end: Arc::clone(&self.end) }, WriteHalf { end: self.end })
    }
}

impl End {
    fn poll_read(&self, cx: &Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut state = lock(&self.channel.state);
        let Some(result) = state.read(out, cx.waker()) else {
            return Poll::Pending;
        };
        let grant = state.take_grant();
        drop(state);
        if let Some(grant) = grant {
            self.session.send(Header::window_update(self.channel.id, 0, grant));
            self.session.outbox.flush();
        }
        Poll::Ready(result)
    }

    fn poll_write(&self, cx: &Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if bytes.is_empty() {
            return Poll::Ready(Ok(0));
        }
        ready!(self.session.outbox.poll_room(cx))?;
        let wanted = bytes.len().min(PAYLOAD_BYTES_MAX) as u32;
        let mut state = lock(&self.channel.state);
        let length = match state.take_credit(wanted, cx.waker()) {
            Some(credit) => credit? as usize,
            None => return Poll::Pending,
        };
        // Still locked: a FIN must not get in between.
        self.send_data(&bytes[..length]);
        drop(state);
        self.session.outbox.flush();
        Poll::Ready(Ok(length))
    }

    fn poll_shutdown(&self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        self.send_fin();
        self.poll_flush(cx)
    }

    fn poll_flush(&self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        self.session.outbox.poll_flushed(cx, self.written.load(Ordering::Relaxed))
    }

    fn send_data(&self, bytes: &[u8]) {
        let header = Header::data(self.channel.id, bytes.len() as u32).encode();
        let position = self.session.outbox.push(|queue| {
            queue.extend_from_slice(&header);
            queue.extend_from_slice(bytes);
        });
        self.written.store(position, Ordering::Relaxed);
    }

    fn send_fin(&self) {
        let mut state = lock(&self.channel.state);
        if !state.take_fin() {
            return;
        }
        let position = self.session.outbox.push(|queue| {
            queue.extend_from_slice(&Header::window_update(self.channel.id, FIN, 0).encode());
        });
        self.written.store(position, Ordering::Relaxed);
        let is_over = state.is_over();
        drop(state);
        if is_over {
            self.session.forget(self.channel.id);
        }
        self.session.outbox.flush();
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let mut state = lock(&self.channel.state);
        let farewell = state.abandon();
        let is_over = state.is_over();
        drop(state);
        let flags = match farewell {
            Farewell::Nothing => return,
            Farewell::Fin => FIN,
            Farewell::Reset => RST,
        };
        if is_over {
            self.session.forget(self.channel.id);
        }
        self.session.send(Header::window_update(self.channel.id, flags, 0));
        self.session.outbox.flush();
    }
}

impl Drop for WriteHalf {
    fn drop(&mut self) {
        self.end.send_fin();
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.end.poll_read(cx, out)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.end.poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.end.poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.end.poll_shutdown(cx)
    }
}

impl AsyncRead for ReadHalf {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.end.poll_read(cx, out)
    }
}

impl AsyncWrite for WriteHalf {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.end.poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.end.poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.end.poll_shutdown(cx)
    }
}

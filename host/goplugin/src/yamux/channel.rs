//! One stream's state: both windows, both halves, and who waits. No sockets and no tasks, so every rule is a plain call.

use std::collections::VecDeque;
use std::io;
use std::sync::Mutex;
use std::task::Waker;

use tokio::io::ReadBuf;
use tokio::sync::OwnedSemaphorePermit;

/// Bytes a peer may send on a stream before it is granted more; fixed by the protocol, never grown.
pub(super) const WINDOW: u32 = 256 * 1024;

/// Receive buffers larger than this are given back when they are empty.
const KEPT_BYTES_MAX: usize = 16 * 1024;

/// What the reader task and the stream's owner share.
pub(super) struct Channel {
    pub(super) id: u32,
    pub(super) state: Mutex<State>,
}

/// The peer broke the protocol; the session cannot go on.
pub(super) type Violation = &'static str;

pub(super) struct State {
    received: VecDeque<u8>,
    /// What the peer may still send.
    receive_credit: u32,
    /// What we may still send.
    send_credit: u32,
    fin_sent: bool,
    fin_received: bool,
    /// Reset by the peer, or the session ended: nothing more goes in or out.
    broken: Option<io::ErrorKind>,
    /// The owner dropped the stream; kept until the peer closes it too.
    pub(super) abandoned: bool,
    /// Sweeps of the session that have seen it abandoned.
    pub(super) sweeps: u8,
    /// Held until the peer acknowledges our opening.
    unacknowledged: Option<OwnedSemaphorePermit>,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

/// What to tell the peer when the owner drops a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Farewell {
    Nothing,
    Fin,
    Reset,
}

impl State {
    pub(super) fn new(unacknowledged: Option<OwnedSemaphorePermit>) -> Self {
        Self {
            received: VecDeque::new(),
            receive_credit: WINDOW,
            send_credit: WINDOW,
            fin_sent: false,
            fin_received: false,
            broken: None,
            abandoned: false,
            sweeps: 0,
            unacknowledged,
            reader: None,
            writer: None,
        }
    }

    /// True once neither side has anything left to say.
    pub(super) fn is_over(&self) -> bool {
        self.broken.is_some() || (self.fin_sent && self.fin_received)
    }

    pub(super) fn acknowledge(&mut self) {
        self.unacknowledged = None;
    }

    /// Takes note that the peer announced `length` bytes.
    pub(super) fn expect(&mut self, length: u32) -> Result<(), Violation> {
        if length > 0 && self.fin_received {
            return Err("data after FIN");
        }
        self.receive_credit = self.receive_credit.checked_sub(length).ok_or("receive window exceeded")?;
        Ok(())
    }

    /// Stores arrived bytes and returns who waits for them.
    pub(super) fn receive(&mut self, bytes: &[u8]) -> Option<Waker> {
        if self.abandoned || self.broken.is_some() {
            return None;
        }
        self.received.extend(bytes);
        self.reader.take()
    }

    pub(super) fn receive_fin(&mut self) -> Result<Option<Waker>, Violation> {
        if self.fin_received {
            return Err("second FIN");
        }
        self.fin_received = true;
        if self.is_over() {
            self.acknowledge();
        }
        Ok(self.reader.take())
    }

    pub(super) fn receive_grant(&mut self, length: u32) -> Result<Option<Waker>, Violation> {
        self.send_credit = self.send_credit.checked_add(length).ok_or("send window overflow")?;
        Ok(if length > 0 { self.writer.take() } else { None })
    }

    /// Ends both directions. What has arrived can still be read.
    pub(super) fn fail(&mut self, kind: io::ErrorKind) -> [Option<Waker>; 2] {
        self.broken.get_or_insert(kind);
        self.acknowledge();
        [self.reader.take(), self.writer.take()]
    }

    /// Moves received bytes to `out`. `None`: nothing there yet, `waker` is kept. Zero bytes moved: end of stream.
    pub(super) fn read(&mut self, out: &mut ReadBuf<'_>, waker: &Waker) -> Option<io::Result<()>> {
        if self.received.is_empty() {
            if self.fin_received || out.remaining() == 0 {
                return Some(Ok(()));
            }
            if let Some(kind) = self.broken {
                return Some(Err(kind.into()));
            }
            keep(&mut self.reader, waker);
            return None;
        }
        let (front, back) = self.received.as_slices();
        let from_front = front.len().min(out.remaining());
        out.put_slice(&front[..from_front]);
        let from_back = back.len().min(out.remaining());
        out.put_slice(&back[..from_back]);
        self.received.drain(..from_front + from_back);
        if self.received.is_empty() && self.received.capacity() > KEPT_BYTES_MAX {
            self.received = VecDeque::new();
        }
        Some(Ok(()))
    }

    /// Credit to grant after reading: nothing until half the window is free, so that grants stay rare.
    pub(super) fn take_grant(&mut self) -> Option<u32> {
        let grant = (WINDOW - self.receive_credit).saturating_sub(u32::try_from(self.received.len()).unwrap_or(WINDOW));
        if grant < WINDOW / 2 || self.fin_received || self.broken.is_some() {
            return None;
        }
        self.receive_credit += grant;
        Some(grant)
    }

    /// Takes credit for at most `wanted` bytes. `None`: the window is used up, `waker` is kept.
    pub(super) fn take_credit(&mut self, wanted: u32, waker: &Waker) -> Option<io::Result<u32>> {
        if let Some(kind) = self.broken {
            return Some(Err(kind.into()));
        }
        if self.fin_sent {
            return Some(Err(io::ErrorKind::BrokenPipe.into()));
        }
        if self.send_credit == 0 {
            keep(&mut self.writer, waker);
            return None;
        }
        let taken = wanted.min(self.send_credit);
        self.send_credit -= taken;
        Some(Ok(taken))
    }

    /// True if a FIN is due now: exactly once, and never on a broken stream.
    pub(super) fn take_fin(&mut self) -> bool {
        let due = !self.fin_sent && self.broken.is_none();
        self.fin_sent = true;
        if self.is_over() {
            self.acknowledge();
        }
        due
    }

    /// The owner is gone. As with TCP, unread bytes turn the goodbye into a reset: the peer may be waiting for credit
    /// that nobody will grant.
    pub(super) fn abandon(&mut self) -> Farewell {
        self.abandoned = true;
        let unread = !std::mem::take(&mut self.received).is_empty();
        if self.is_over() {
            Farewell::Nothing
        } else if unread && !self.fin_received {
            self.fail(io::ErrorKind::ConnectionReset);
            Farewell::Reset
        } else if self.take_fin() {
            Farewell::Fin
        } else {
            Farewell::Nothing
        }
    }
}

fn keep(slot: &mut Option<Waker>, waker: &Waker) {
    match slot {
        Some(kept) => kept.clone_from(waker),
        None => *slot = Some(waker.clone()),
    }
}

//! The writing side of a connection: whole messages, each in one piece.

use std::future::poll_fn;
use std::io;
use std::sync::{Arc, Mutex};

use gob::{EncodeError, Encoder, Gob};
use tokio::io::AsyncWrite;

use crate::lock::lock;
use crate::outbox::Outbox;

/// Buffers larger than this are given back after use.
const KEPT_BYTES_MAX: usize = 64 * 1024;

/// Shuts the connection's writing side down when it is dropped, after everything queued.
pub(super) struct Outgoing {
    encoding: Mutex<Encoding>,
    outbox: Arc<Outbox<Box<dyn AsyncWrite + Send + Unpin>>>,
}

#[derive(Default)]
struct Encoding {
    encoder: Encoder,
    header: Vec<u8>,
    body: Vec<u8>,
}

impl Outgoing {
    /// Spawns a task that goes on with interrupted writes.
    pub(super) fn start(write: Box<dyn AsyncWrite + Send + Unpin>) -> Self {
        let outbox = Arc::new(Outbox::new(write));
        let writer = Arc::clone(&outbox);
        // A failed write fails the reading side, too, which is where the connection's end is noticed.
        tokio::spawn(async move { writer.drive().await });
        Self { encoding: Mutex::default(), outbox }
    }

    /// Queues a message and writes what can be written at once. Once this returns the message is on its way, whatever
    /// becomes of the caller. Returns the position behind it, for [`Self::sent`].
    pub(super) fn send<H: Gob, B: Gob>(&self, header: &H, body: &B) -> Result<u64, EncodeError> {
        let mut encoding = lock(&self.encoding);
        let Encoding { encoder, header: header_bytes, body: body_bytes } = &mut *encoding;
        header_bytes.clear();
        body_bytes.clear();
        // The body first: if it cannot be encoded, no header has been promised to the peer.
        encoder.encode(body, body_bytes)?;
        encoder.encode(header, header_bytes)?;
        let position = self.outbox.push(|queue| {
            queue.extend_from_slice(header_bytes);
            queue.extend_from_slice(body_bytes);
        });
        if body_bytes.capacity() > KEPT_BYTES_MAX {
            *body_bytes = Vec::new();
        }
        drop(encoding);
        self.outbox.flush();
        Ok(position)
    }

    /// Waits until everything before `position` has left this process.
    pub(super) async fn sent(&self, position: u64) -> io::Result<()> {
        poll_fn(|cx| self.outbox.poll_flushed(cx, position)).await
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        self.outbox.close();
    }
}

//! Bytes on their way out: any task appends, whoever finds the writer free writes for all.
//!
//! The usual shape, a channel to a writer task, costs a task switch per message. Here the caller writes itself as long
//! as the writer takes the bytes at once; what it does not take stays queued, and [`Outbox::drive`] goes on when the
//! writer has room again. Messages appended while another task is writing leave together in that task's next write.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, TryLockError};
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::io::AsyncWrite;
use tokio::sync::Notify;

use crate::lock::lock;

/// Writers wait once this much is queued: enough to keep a socket busy, little enough to stay responsive.
const QUEUED_BYTES_MAX: u64 = 128 * 1024;

/// Buffers larger than this are given back when they are empty.
const KEPT_BYTES_MAX: usize = 64 * 1024;

/// A queue of bytes before a writer; see the module's text.
pub(crate) struct Outbox<W> {
    queue: Mutex<Queue>,
    sink: Mutex<Sink<W>>,
    retry: Arc<Retry>,
    retry_waker: Waker,
}

#[derive(Default)]
struct Queue {
    bytes: Vec<u8>,
    progress: Progress,
    waiting: Vec<Waker>,
    closing: bool,
    end: Option<Option<io::ErrorKind>>,
}

/// Positions in the stream of all bytes ever appended.
#[derive(Default)]
struct Progress {
    appended: u64,
    handed_over: u64,
    flushed: u64,
}

struct Sink<W> {
    writer: Option<W>,
    bytes: Vec<u8>,
    offset: usize,
}

impl<W: AsyncWrite + Unpin> Outbox<W> {
    pub(crate) fn new(writer: W) -> Self {
        let retry = Arc::new(Retry::default());
        Self {
            queue: Mutex::default(),
            sink: Mutex::new(Sink { writer: Some(writer), bytes: Vec::new(), offset: 0 }),
            retry_waker: Waker::from(Arc::clone(&retry)),
            retry,
        }
    }

    /// Appends what `write` appends and returns the position behind it. Nothing is sent before [`Self::flush`].
    pub(crate) fn push(&self, write: impl FnOnce(&mut Vec<u8>)) -> u64 {
        let mut queue = lock(&self.queue);
        let before = queue.bytes.len();
        write(&mut queue.bytes);
        if queue.closing || queue.end.is_some() {
            queue.bytes.truncate(before);
        }
        queue.progress.appended += (queue.bytes.len() - before) as u64;
        queue.progress.appended
    }

    /// Writes as much as the writer takes without waiting. Returns at once if another task is writing.
    pub(crate) fn flush(&self) {
        loop {
            let mut sink = match self.sink.try_lock() {
                Ok(sink) => sink,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                // The one who writes looks for new bytes again after unlocking.
                Err(TryLockError::WouldBlock) => return,
            };
            let written = sink.write(&self.queue, &self.retry_waker);
            drop(sink);
            match written {
                Poll::Ready(Ok(())) if self.has_work() => {}
                Poll::Ready(Ok(())) => return self.wake_waiting(),
                Poll::Ready(Err(error)) => return self.fail(error.kind()),
                Poll::Pending => return self.wake_waiting(),
            }
        }
    }

    /// Waits until fewer than [`QUEUED_BYTES_MAX`] bytes are queued.
    pub(crate) fn poll_room(&self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        self.poll_progress(cx, |progress| progress.appended - progress.handed_over < QUEUED_BYTES_MAX)
    }

    /// Waits until everything before `position` has left the writer.
    pub(crate) fn poll_flushed(&self, cx: &Context<'_>, position: u64) -> Poll<io::Result<()>> {
        self.poll_progress(cx, |progress| progress.flushed >= position)
    }

    /// Bytes appended and not yet taken by the writer.
    pub(crate) fn queued(&self) -> u64 {
        let queue = lock(&self.queue);
        queue.progress.appended - queue.progress.handed_over
    }

    /// Shuts the writer down once everything appended so far is written. Later bytes are dropped.
    pub(crate) fn close(&self) {
        lock(&self.queue).closing = true;
        self.retry.0.notify_one();
    }

    /// Gives the writer up, whatever is queued.
    pub(crate) fn abandon(&self) {
        lock(&self.sink).writer = None;
        self.end(None);
    }

    /// Continues interrupted writes until the outbox is closed or the writer fails.
    pub(crate) async fn drive(&self) -> io::Result<()> {
        loop {
            self.flush();
            if let Some(end) = self.poll_close().await {
                return end;
            }
            self.retry.0.notified().await;
        }
    }

    fn poll_progress(&self, cx: &Context<'_>, reached: impl FnOnce(&Progress) -> bool) -> Poll<io::Result<()>> {
        let mut queue = lock(&self.queue);
        if reached(&queue.progress) {
            return Poll::Ready(Ok(()));
        }
        if let Some(end) = queue.end {
            return Poll::Ready(Err(end.unwrap_or(io::ErrorKind::BrokenPipe).into()));
        }
        if !queue.waiting.iter().any(|waiting| waiting.will_wake(cx.waker())) {
            queue.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }

    fn has_work(&self) -> bool {
        !lock(&self.queue).bytes.is_empty()
    }

    fn wake_waiting(&self) {
        let waiting = std::mem::take(&mut lock(&self.queue).waiting);
        waiting.into_iter().for_each(Waker::wake);
    }

    fn fail(&self, kind: io::ErrorKind) {
        self.end(Some(kind));
        self.retry.0.notify_one();
    }

    fn end(&self, error: Option<io::ErrorKind>) {
        let mut queue = lock(&self.queue);
        queue.end.get_or_insert(error);
        queue.bytes = Vec::new();
        drop(queue);
        self.wake_waiting();
    }

    /// `None` while the outbox goes on; else how it ended.
    async fn poll_close(&self) -> Option<io::Result<()>> {
        {
            let queue = lock(&self.queue);
            if let Some(end) = queue.end {
                return Some(end.map_or(Ok(()), |kind| Err(kind.into())));
            }
            if !queue.closing || queue.progress.handed_over < queue.progress.appended {
                return None;
            }
        }
        let shutdown = poll_fn(|cx| {
            let mut sink = lock(&self.sink);
            let Some(writer) = sink.writer.as_mut() else {
                return Poll::Ready(Ok(()));
            };
            let result = ready!(Pin::new(writer).poll_shutdown(cx));
            sink.writer = None;
            Poll::Ready(result)
        });
        let result = shutdown.await;
        if result.is_ok() {
            let progress = &mut lock(&self.queue).progress;
            progress.flushed = progress.handed_over;
        }
        self.end(result.as_ref().err().map(io::Error::kind));
        Some(result)
    }
}

impl<W: AsyncWrite + Unpin> Sink<W> {
    /// Hands queued bytes to the writer until there are none, it takes no more or it fails.
    fn write(&mut self, queue: &Mutex<Queue>, waker: &Waker) -> Poll<io::Result<()>> {
        let Some(writer) = self.writer.as_mut() else {
            return Poll::Ready(Ok(()));
        };
        let mut writer = Pin::new(writer);
        let cx = &mut Context::from_waker(waker);
        loop {
            if self.offset == self.bytes.len() {
                self.bytes.clear();
                self.offset = 0;
                if self.bytes.capacity() > KEPT_BYTES_MAX {
                    self.bytes = Vec::new();
                }
                std::mem::swap(&mut self.bytes, &mut lock(queue).bytes);
            }
            if self.bytes.is_empty() {
                ready!(writer.as_mut().poll_flush(cx))?;
                let progress = &mut lock(queue).progress;
                progress.flushed = progress.handed_over;
                return Poll::Ready(Ok(()));
            }
            let taken = ready!(writer.as_mut().poll_write(cx, &self.bytes[self.offset..]))?;
            if taken == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.offset += taken;
            lock(queue).progress.handed_over += taken as u64;
        }
    }
}

/// Tells [`Outbox::drive`] that the writer has room again.
#[derive(Default)]
struct Retry(Notify);

impl Wake for Retry {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.notify_one();
    }
}

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

impl Progress {
    fn waiting_bytes(&self) -> u64 {
        self.appended - self.handed_over
    }
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
        self.poll_until(cx, |queue| queue.end.is_none() && queue.progress.waiting_bytes() < QUEUED_BYTES_MAX)
    }

    /// Waits until everything before `position` has left the writer.
    pub(crate) fn poll_flushed(&self, cx: &Context<'_>, position: u64) -> Poll<io::Result<()>> {
        self.poll_until(cx, |queue| queue.progress.flushed >= position)
    }

    /// Bytes appended and not yet taken by the writer.
    pub(crate) fn queued(&self) -> u64 {
        lock(&self.queue).progress.waiting_bytes()
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

    fn poll_until(&self, cx: &Context<'_>, reached: impl FnOnce(&Queue) -> bool) -> Poll<io::Result<()>> {
        let mut queue = lock(&self.queue);
        if reached(&queue) {
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
            if !queue.closing || queue.progress.waiting_bytes() > 0 {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    /// Records every write; takes nothing while it is full.
    #[derive(Clone, Default)]
    struct Recorder(Arc<Mutex<Recorded>>);

    #[derive(Default)]
    struct Recorded {
        writes: Vec<String>,
        is_full: bool,
        is_broken: bool,
        waiting: Option<Waker>,
    }

    impl Recorder {
        fn writes(&self) -> Vec<String> {
            lock(&self.0).writes.clone()
        }

        fn fill(&self) {
            lock(&self.0).is_full = true;
        }

        fn make_room(&self) {
            let mut recorded = lock(&self.0);
            recorded.is_full = false;
            recorded.waiting.take().into_iter().for_each(Waker::wake);
        }
    }

    impl AsyncWrite for Recorder {
        fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            let mut recorded = lock(&self.0);
            if recorded.is_broken {
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            if recorded.is_full {
                recorded.waiting = Some(cx.waker().clone());
                return Poll::Pending;
            }
            recorded.writes.push(String::from_utf8_lossy(bytes).into_owned());
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            lock(&self.0).writes.push("shutdown".to_owned());
            Poll::Ready(Ok(()))
        }
    }

    fn outbox() -> (Arc<Outbox<Recorder>>, Recorder) {
        let recorder = Recorder::default();
        (Arc::new(Outbox::new(recorder.clone())), recorder)
    }

    fn push(outbox: &Outbox<Recorder>, text: &str) -> u64 {
        outbox.push(|bytes| bytes.extend_from_slice(text.as_bytes()))
    }

    async fn room(outbox: &Outbox<Recorder>) -> io::Result<()> {
        poll_fn(|cx| outbox.poll_room(cx)).await
    }

    #[test]
    fn everything_appended_before_a_flush_leaves_in_one_write() {
        let (outbox, recorder) = outbox();
        for text in ["one ", "two ", "three"] {
            push(&outbox, text);
        }
        outbox.flush();
        assert_eq!(recorder.writes(), ["one two three"]);
    }

    #[tokio::test]
    async fn what_gathers_before_a_full_writer_leaves_together_when_it_has_room() {
        let (outbox, recorder) = outbox();
        let driver = Arc::clone(&outbox);
        tokio::spawn(async move { driver.drive().await });
        recorder.fill();
        for text in ["first ", "second ", "third"] {
            push(&outbox, text);
            outbox.flush();
        }
        let position = push(&outbox, "!");
        recorder.make_room();
        poll_fn(|cx| outbox.poll_flushed(cx, position)).await.unwrap();
        assert_eq!(recorder.writes(), ["first ", "second third!"]);
    }

    #[tokio::test]
    async fn writers_wait_while_too_much_is_queued() {
        let (outbox, recorder) = outbox();
        let driver = Arc::clone(&outbox);
        tokio::spawn(async move { driver.drive().await });
        recorder.fill();
        room(&outbox).await.unwrap();
        push(&outbox, &"x".repeat(QUEUED_BYTES_MAX as usize));
        outbox.flush();
        assert!(outbox.poll_room(&Context::from_waker(Waker::noop())).is_pending());
        recorder.make_room();
        room(&outbox).await.unwrap();
        assert_eq!(outbox.queued(), 0);
    }

    #[tokio::test]
    async fn a_failed_write_fails_everyone() {
        let (outbox, recorder) = outbox();
        lock(&recorder.0).is_broken = true;
        let position = push(&outbox, "lost");
        outbox.flush();
        let reset = io::ErrorKind::ConnectionReset;
        assert_eq!(outbox.drive().await.unwrap_err().kind(), reset);
        let flushed = poll_fn(|cx| outbox.poll_flushed(cx, position)).await;
        assert_eq!(flushed.unwrap_err().kind(), reset);
        assert_eq!(room(&outbox).await.unwrap_err().kind(), reset);
    }

    #[tokio::test]
    async fn closing_writes_what_is_queued_and_nothing_later() {
        let (outbox, recorder) = outbox();
        push(&outbox, "last words");
        outbox.close();
        push(&outbox, "too late");
        outbox.drive().await.unwrap();
        assert_eq!(recorder.writes(), ["last words", "shutdown"]);
    }
}

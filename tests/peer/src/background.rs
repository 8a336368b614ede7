//! Hooks that nobody waits for, and how a test waits for them anyway.

use std::future::Future;

use tokio::sync::watch;

/// Counts running tasks; clones share the count.
#[derive(Clone)]
pub(crate) struct Background(watch::Sender<usize>);

impl Default for Background {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

/// Counts down also when the task panics.
struct Running(watch::Sender<usize>);

impl Background {
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.send_modify(|count| *count += 1);
        let running = Running(self.0.clone());
        tokio::spawn(async move {
            let _running = running;
            task.await;
        });
    }

    /// Waits until no task runs.
    pub(crate) async fn settle(&self) {
        // The sender lives in `self`, so this cannot fail.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

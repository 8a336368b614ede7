//! The log: lines on standard error until the API answers, then the server's own log.

use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use mattermost::Api;
use mattermost::log::{Level, line};
use tokio::sync::mpsc;

use crate::monitoring::{Trouble, Troubles, now_ms};

/// Entries that wait for the server. A server that does not take them costs log lines, never memory or time.
const WAITING_MAX: usize = 1024;

/// Writes without waiting. The order of entries is kept.
#[derive(Debug, Default)]
pub struct Log {
    queue: OnceLock<mpsc::Sender<Entry>>,
    dropped: AtomicU64,
    troubles: Troubles,
    warnings: AtomicU64,
    errors: AtomicU64,
}

#[derive(Debug)]
struct Entry {
    level: Level,
    message: String,
    fields: Vec<(String, String)>,
}

impl Log {
    /// Sends later entries through the API.
    pub(crate) fn connect(&self, api: Api) {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        if self.queue.set(sender).is_ok() {
            tokio::spawn(forward(api, receiver));
        }
    }

    /// Writes one entry. `fields` are names and texts; never secrets, message texts or addresses.
    pub fn write(&self, level: Level, message: &str, fields: &[(&str, &str)]) {
        self.keep(level, message, fields);
        let Some(queue) = self.queue.get() else {
            write_line(level, message, fields);
            return;
        };
        let owned = owned(fields);
        let mut entry = Entry { level, message: message.to_owned(), fields: owned };
        let dropped = self.dropped.swap(0, Ordering::Relaxed);
        if dropped > 0 {
            entry.fields.push(("entries_dropped_before".into(), dropped.to_string()));
        }
        if queue.try_send(entry).is_err() {
            self.dropped.fetch_add(dropped + 1, Ordering::Relaxed);
        }
    }

    /// The last warnings and errors.
    pub(crate) fn troubles(&self) -> &Troubles {
        &self.troubles
    }

    /// Warnings and errors so far.
    pub(crate) fn counts(&self) -> [u64; 2] {
        [self.warnings.load(Ordering::Relaxed), self.errors.load(Ordering::Relaxed)]
    }

    fn keep(&self, level: Level, message: &str, fields: &[(&str, &str)]) {
        match level {
            Level::Debug | Level::Info => return,
            Level::Warn => &self.warnings,
            Level::Error => &self.errors,
        }
        .fetch_add(1, Ordering::Relaxed);
        self.troubles.note(Trouble { at_ms: now_ms(), message: message.to_owned(), fields: owned(fields) });
    }
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

async fn forward(api: Api, mut queue: mpsc::Receiver<Entry>) {
    while let Some(entry) = queue.recv().await {
        let fields: Vec<_> = entry.fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        if api.log(entry.level, &entry.message, &fields).await.is_err() {
            write_line(entry.level, &entry.message, &fields);
        }
    }
}

fn write_line(level: Level, message: &str, fields: &[(&str, &str)]) {
    let line = line(SystemTime::now().into(), level, message, fields);
    // A closed standard error means that the server is gone, and with it who would read this.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

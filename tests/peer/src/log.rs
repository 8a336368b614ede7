//! What a server would write to its log about the plugin.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use tokio::sync::watch;

/// How grave a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For developers.
    Debug,
    /// Everyday events.
    Info,
    /// Something to look at.
    Warn,
    /// Something failed.
    Error,
}

/// Where a line came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `LogDebug`, `LogInfo`, `LogWarn` or `LogError`.
    Api,
    /// The plugin's standard error.
    Stderr,
    /// The server itself, about the plugin.
    Server,
}

/// One line of the server's log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// See [`Level`].
    pub level: Level,
    /// See [`Source`].
    pub source: Source,
    /// The text without its fields.
    pub message: String,
    /// Key and value, in the order sent.
    pub fields: Vec<(String, String)>,
}

/// The lines so far; clones share them.
#[derive(Clone)]
pub(crate) struct Log {
    lines: Arc<Mutex<Vec<LogLine>>>,
    count: watch::Sender<usize>,
}

impl Default for Log {
    fn default() -> Self {
        Self { lines: Arc::default(), count: watch::Sender::new(0) }
    }
}

impl Log {
    pub(crate) fn write(&self, line: LogLine) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line);
        self.count.send_replace(lines.len());
    }

    pub(crate) fn server(&self, level: Level, message: impl Into<String>) {
        self.write(LogLine { level, source: Source::Server, message: message.into(), fields: Vec::new() });
    }

    pub(crate) fn lines(&self) -> Vec<LogLine> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for the first line that the condition likes, lines written earlier included.
    pub(crate) async fn wait_for(&self, condition: impl Fn(&LogLine) -> bool) -> LogLine {
        let mut count = self.count.subscribe();
        loop {
            if let Some(line) = self.lines().into_iter().find(&condition) {
                return line;
            }
            // The sender lives in `self`, so this cannot fail.
            let _ = count.changed().await;
        }
    }
}

/// Reads one line of standard error as go-plugin does: hclog JSON, a `[LEVEL]` prefix, or plain text at debug.
///
/// `panicking` is kept between the lines of one process: after a panic every line without a level is an error.
pub(crate) fn from_stderr(text: &str, panicking: &mut bool) -> LogLine {
    hclog(text).unwrap_or_else(|| plain(text, panicking))
}

fn hclog(text: &str) -> Option<LogLine> {
    let mut entry: Map<String, Value> = serde_json::from_str(text).ok()?;
    let level = entry.remove("@level").as_ref().and_then(Value::as_str).and_then(level_of_name);
    let message = entry.remove("@message");
    let Some(level) = level else {
        return Some(stderr_line(Level::Debug, text));
    };
    entry.remove("@timestamp");
    let fields = entry.into_iter().map(|(key, value)| (key, plain_value(value))).collect();
    let message = message.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(LogLine { level, source: Source::Stderr, message, fields })
}

fn plain(text: &str, panicking: &mut bool) -> LogLine {
    for (prefix, level) in PREFIXES {
        if let Some(rest) = text.strip_prefix(prefix) {
            return stderr_line(level, rest.trim_start());
        }
    }
    *panicking |= text.starts_with("panic: ") || text.starts_with("fatal error: ");
    stderr_line(if *panicking { Level::Error } else { Level::Debug }, text)
}

const PREFIXES: [(&str, Level); 5] = [
    ("[TRACE]", Level::Debug),
    ("[DEBUG]", Level::Debug),
    ("[INFO]", Level::Info),
    ("[WARN]", Level::Warn),
    ("[ERROR]", Level::Error),
];

fn stderr_line(level: Level, message: &str) -> LogLine {
    LogLine { level, source: Source::Stderr, message: message.to_owned(), fields: Vec::new() }
}

fn level_of_name(name: &str) -> Option<Level> {
    match name {
        "trace" | "debug" => Some(Level::Debug),
        "info" => Some(Level::Info),
        "warn" => Some(Level::Warn),
        "error" => Some(Level::Error),
        _ => None,
    }
}

fn plain_value(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hclog_lines_keep_level_message_and_fields() {
        let line = from_stderr(r#"{"@level":"warn","@message":"slow","@timestamp":"x","ms":12}"#, &mut false);
        let expected = LogLine {
            level: Level::Warn,
            source: Source::Stderr,
            message: "slow".into(),
            fields: vec![("ms".into(), "12".into())],
        };
        assert_eq!(line, expected);
    }

    #[test]
    fn prefixes_choose_the_level_and_a_panic_makes_the_rest_errors() {
        let mut panicking = false;
        let mut level = |text| from_stderr(text, &mut panicking).level;
        assert_eq!(level("[INFO] up"), Level::Info);
        assert_eq!(level("plain"), Level::Debug);
        assert_eq!(level("panic: oh"), Level::Error);
        assert_eq!(level("goroutine 1"), Level::Error);
        assert_eq!(level("[DEBUG] after"), Level::Debug);
    }
}

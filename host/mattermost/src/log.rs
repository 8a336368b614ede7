//! The server's log: through the API once it answers, as lines on standard error before that.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};

use crate::api::Api;
use crate::call::CallError;
use crate::model::Json;

/// Texts of a line are cut to so many bytes: the server takes lines of 64 KiB at most.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// How important a log entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For developers.
    Debug,
    /// Something happened as it should.
    Info,
    /// Something is wrong and work goes on.
    Warn,
    /// Something failed.
    Error,
}

impl Level {
    /// The word for it, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// A line for standard error that the server logs with its level and fields, line end included.
///
/// `fields` are names and texts. All values are JSON strings, as anything else makes the server panic.
pub fn line(now: DateTime<Utc>, level: Level, message: &str, fields: &[(&str, &str)]) -> String {
    let mut entry = Map::new();
    for (name, text) in fields {
        entry.insert(cut(name.trim_start_matches('@')).to_owned(), Value::from(cut(text)));
    }
    entry.insert("@level".to_owned(), Value::from(level.name()));
    entry.insert("@message".to_owned(), Value::from(cut(message)));
    entry.insert("@timestamp".to_owned(), Value::from(now.to_rfc3339_opts(SecondsFormat::Micros, true)));
    let mut line = Value::Object(entry).to_string();
    line.push('\n');
    line
}

impl Api {
    /// Writes an entry to the server's log. `fields` are names and texts.
    ///
    /// # Errors
    /// [`CallError::Lost`], mostly.
    pub async fn log(&self, level: Level, message: &str, fields: &[(&str, &str)]) -> Result<(), CallError> {
        let message = message.to_owned();
        let pairs = fields.iter().flat_map(|(name, text)| [Json::from(*name), Json::from(*text)]).collect();
        match level {
            Level::Debug => self.log_debug(message, pairs).await,
            Level::Info => self.log_info(message, pairs).await,
            Level::Warn => self.log_warn(message, pairs).await,
            Level::Error => self.log_error(message, pairs).await,
        }
    }
}

/// The longest beginning of `text` that fits into [`TEXT_BYTES_MAX`].
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_json_object_of_strings_in_hclogs_format() {
        let now = DateTime::from_timestamp_micros(1_704_164_645_000_006).unwrap_or_default();

        let line = line(now, Level::Warn, "slow \"start\"\n", &[("duration_ms", "2100"), ("@level", "7")]);

        assert_eq!(
            line,
            "{\"@level\":\"warn\",\"@message\":\"slow \\\"start\\\"\\n\",\"@timestamp\":\"2024-01-02T03:04:05.000006Z\",\
             \"duration_ms\":\"2100\",\"level\":\"7\"}\n"
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let now = DateTime::from_timestamp_micros(0).unwrap_or_default();

        let line = line(now, Level::Info, &"é".repeat(TEXT_BYTES_MAX), &[]);

        assert!(line.len() < TEXT_BYTES_MAX + 100 && line.contains("é\",\"@timestamp\""), "{} bytes", line.len());
    }
}

//! What a service answered to a message, in its thread.

use serde::{Deserialize, Serialize};

use super::show::{ShowError, Try};
use crate::ports::Message;
use crate::text::Markdown;

/// Made harmless it is at most twice as long, which a post holds.
const TEXT_RUNES_MAX: usize = 8_000;

/// An answer as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The thread.
    pub root_id: String,
    /// Foreign.
    pub text: String,
}

pub(super) fn show(attempt: &Try<'_>, answer: &Answer) -> Result<String, ShowError> {
    let text = Markdown::paragraphs(answer.text.trim(), TEXT_RUNES_MAX).to_string();
    attempt.find("")?.map_or_else(|| attempt.post(&answer.root_id, "", Message { text, ..Message::default() }), Ok)
}

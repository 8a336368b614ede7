//! What a service answered to a message, in its thread.

use serde::{Deserialize, Serialize};

use super::show::{ShowError, Try};
use super::whole::{whole, with_whole};
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
    if let Some(post_id) = attempt.find("")? {
        return Ok(post_id);
    }
    let said = answer.text.trim();
    let text = Markdown::paragraphs(said, TEXT_RUNES_MAX).to_string();
    let message = with_whole(attempt, Message { text, ..Message::default() }, whole([(said, TEXT_RUNES_MAX)]));
    attempt.post(&answer.root_id, "", message)
}

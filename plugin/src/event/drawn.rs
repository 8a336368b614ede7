//! What a module made of an event: everything in it is foreign.

use crate::module::Drawn;
use crate::ports::Message;
use crate::text::Markdown;

use super::notice::TEXT_RUNES_MAX;

/// As it stands in a channel; author, channel and thread are the caller's.
#[must_use]
pub fn message(drawn: &Drawn) -> Message {
    Message {
        text: Markdown::paragraphs(&drawn.text, TEXT_RUNES_MAX).to_string(),
        cards: drawn.cards.iter().flat_map(|card| card.message().cards).collect(),
        ..Message::default()
    }
}

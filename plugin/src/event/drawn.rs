//! What a module made of an event: everything in it is foreign.

use crate::module::Drawn;
use crate::ports::Message;
use crate::text::Markdown;

use super::notice::TEXT_RUNES_MAX;
use super::{Notice, whole};

/// As it stands in a channel; author, channel and thread are the caller's.
#[must_use]
pub fn message(drawn: &Drawn) -> Message {
    Message {
        text: Markdown::paragraphs(&drawn.text, TEXT_RUNES_MAX).to_string(),
        cards: drawn.cards.iter().flat_map(|card| card.message().cards).collect(),
        ..Message::default()
    }
}

/// All of its texts, if one of them is cut.
pub(super) fn whole(drawn: &Drawn) -> Option<String> {
    whole::whole(std::iter::once((drawn.text.as_str(), TEXT_RUNES_MAX)).chain(drawn.cards.iter().map(Notice::shown)))
}

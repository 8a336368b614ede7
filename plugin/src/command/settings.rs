//! `/odoo settings …`: what people set for themselves or for their channel.

mod preview;

use super::table::{Audience, Content, Word};

pub(super) const WORD: Word = Word {
    trigger: "settings",
    help: "Settings of this channel",
    audience: Audience::Everybody,
    content: Content::Words(&[preview::WORD]),
};

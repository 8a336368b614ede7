//! `/odoo settings …`: what people set for themselves or for their channel.

mod delegate;
mod digest;
mod mute;
mod own;
mod preview;
mod quiet;

use super::table::{Audience, Content, Word};

pub(super) const WORD: Word = Word {
    trigger: "settings",
    help: "What you set for yourself, or for this channel",
    audience: Audience::Everybody,
    content: Content::Words(&[digest::WORD, mute::WORD, preview::WORD, quiet::WORD, delegate::WORD]),
};

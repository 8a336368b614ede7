//! `/odoo find <kind> …`

mod partner;

use super::table::{Audience, Content, Word};

pub(super) const WORD: Word = Word {
    trigger: "find",
    help: "Searches Odoo",
    audience: Audience::Everybody,
    content: Content::Words(&[partner::WORD]),
};

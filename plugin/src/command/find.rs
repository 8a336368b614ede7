//! `/odoo find …`

mod partner;

use super::table::{Content, Word};

pub(super) const WORD: Word =
    Word { trigger: "find", help: "Searches Odoo", content: Content::Words(&[partner::WORD]) };

//! `/odoo doctor delivery`: what does not work, why, and what to do about it (requirement 13.3).

mod delivery;

use super::table::{Audience, Content, Word};

pub(super) const WORD: Word = Word {
    trigger: "doctor",
    help: "Tells what does not work, and what to do about it",
    audience: Audience::Admins,
    content: Content::Words(&[delivery::WORD]),
};

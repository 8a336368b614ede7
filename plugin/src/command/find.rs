//! `/odoo find <kind> …`

pub(super) mod activity;
pub(super) mod conditions;
pub(super) mod event;
pub(super) mod lead;
mod partner;
pub(super) mod project;
pub(super) mod task;
mod ticket;

use super::table::{Audience, Content, Word};

pub(super) const WORD: Word = Word {
    trigger: "find",
    help: "Searches Odoo",
    audience: Audience::Everybody,
    content: Content::Words(&[
        partner::WORD,
        lead::WORD,
        project::WORD,
        task::WORD,
        ticket::WORD,
        activity::WORD,
        event::WORD,
    ]),
};

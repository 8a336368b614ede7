//! `/odoo find <kind> …`

mod activity;
mod conditions;
mod event;
mod lead;
mod partner;
mod project;
mod task;
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

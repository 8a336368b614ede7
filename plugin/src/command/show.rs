//! `/odoo show <kind> <record>`

mod history;
mod lead;
mod partner;
mod project;
mod record;
mod task;
mod ticket;

use super::table::{Audience, Content, Word};

pub(super) const WORD: Word = Word {
    trigger: "show",
    help: "Shows one record of Odoo",
    audience: Audience::Everybody,
    content: Content::Words(&[partner::WORD, lead::WORD, project::WORD, task::WORD, ticket::WORD]),
};

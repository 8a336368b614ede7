//! `/odoo propose`: says that there are no proposals yet, whatever they are about.

use super::table::{Audience, Command, Content, Run, Word};

pub(super) const WORD: Word = Word {
    trigger: "propose",
    help: "Comes with the next version: changes that a colleague approves",
    audience: Audience::Everybody,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["propose"], run: Run::Say(ANSWER) }),
};

const ANSWER: &str =
    "Changes cannot be proposed from here yet: that comes with the next version. Nothing was written to Odoo.
Today `/odoo find partner azure` finds records; the name of each opens it in Odoo, where you can change it.";

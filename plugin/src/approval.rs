//! Documents that wait for somebody's word (requirement 7.6): the setting `ApprovalRules`. Who decides is told when a document
//! comes to fit a rule, and decides with their own account in Odoo.

mod notice;
mod press;
mod rule;
mod run;

pub use press::{Press, press};
pub use rule::{ApprovalRule, Tier};
pub use run::{AREA, run};

//! Reminders of records whose date comes or is past (requirement 7.8): the setting `Reminders`.
//!
//! Each record is told once for each rule and slot. At a slot the rule's records are read, and what is to be told to whom is
//! written down before anything is told: whoever dies, and whatever changes in Odoo meanwhile, it is told as it was written.

mod plan;
mod read;
mod rule;
mod run;

pub use rule::{Reminder, Tier, To};
pub use run::run;

//! What waits for somebody in Odoo, in one direct message a day or a week (requirement 7.9).

mod content;
mod kept;
mod run;

pub use kept::{Rhythm, Wish, of, set};
pub use run::run;

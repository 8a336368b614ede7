//! What changes in Odoo: records are seen again and again, and each difference is a fact once (requirements 6.2 to 6.4).
//!
//! The poll is the base: it reads what was written since the last time and misses nothing. Doorbells only shorten the wait.

mod adopt;
mod cursor;
mod gone;
mod inside;
mod latest;
mod mention;
mod own;
mod poll;
mod remarks;
mod ring;
mod shape;
mod sighting;
mod surplus;
mod tell;
mod track;
mod trail;
mod words;

pub use adopt::{AdoptError, RECORDS_MAX, adopt};
pub use gone::{look_for, told};
pub use inside::Inside;
pub use latest::{latest, one};
pub use mention::unmapped;
pub use own::{expect, happened};
pub use poll::{BeginError, begin, begin_remarks, run};
pub use ring::ring;
pub use sighting::{Kind, Remark, Seen, Sighting, WATCHED, Watched};
pub use track::{Known, known};
pub use words::shown;

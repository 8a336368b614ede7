//! What changes in Odoo: records are seen again and again, and each difference is a fact once (requirements 6.2 to 6.4).

mod sighting;

pub use sighting::{Kind, Seen, Sighting, WATCHED, Watched};

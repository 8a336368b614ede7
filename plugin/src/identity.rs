//! Who somebody is: in Mattermost, to this plugin, and in Odoo (requirements 2.1 to 2.4).

mod account;
mod expiry;
mod link;
mod odoo_user;
mod refused;
mod reseal;

pub use account::{Identity, personal, reader, writer};
pub use expiry::{Unknown, Warning, Whose, days_until, expiry, in_days, stage};
pub use link::{
    Claim, Credential, How, Link, PEOPLE, USERS, connect, disconnect, holder, link, mend, seal_credential, tidy,
};
pub use odoo_user::OdooUser;
pub use refused::{accepted, refused};
pub use reseal::{Resealed, reseal};

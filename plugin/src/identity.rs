//! Who somebody is: in Mattermost, to this plugin, and in Odoo (requirements 2.1 to 2.4).

mod account;
mod link;
mod odoo_user;
mod refused;

pub use account::{Identity, reader, writer};
pub use link::{Claim, Credential, How, Link, connect, disconnect, holder, link, seal_credential};
pub use odoo_user::OdooUser;
pub use refused::{accepted, refused};

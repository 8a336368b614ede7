//! Who somebody is: in Mattermost, to this plugin, and in Odoo (requirements 2.1 to 2.4).

mod account;
mod link;
mod odoo_user;
mod refused;

use serde::{Deserialize, Serialize};

pub use account::{Identity, reader, writer};
pub use link::{Claim, Credential, How, Link, connect, disconnect, holder, link, seal_credential};
pub use odoo_user::OdooUser;
pub use refused::{accepted, refused};

/// Who acts, as it is stored with what they did. Names are looked up when they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Actor {
    /// A person, by the user id that the server gave.
    Person {
        /// In Mattermost.
        user_id: String,
    },
    /// A tool with an API key.
    Key {
        /// The public part of the key.
        key_id: String,
        /// As its owner named it.
        name: String,
    },
}

impl Actor {
    /// A person.
    #[must_use]
    pub fn person(user_id: &str) -> Self {
        Self::Person { user_id: user_id.to_owned() }
    }

    /// The person, unless it is a tool.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        match self {
            Self::Person { user_id } => Some(user_id),
            Self::Key { .. } => None,
        }
    }

    /// A short text that tells actors apart, for limits and indexes.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Person { user_id } => format!("person:{user_id}"),
            Self::Key { key_id, .. } => format!("key:{key_id}"),
        }
    }
}

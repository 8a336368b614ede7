//! Users of Odoo, as far as this plugin needs to know them.

use crate::odoo::{Connection, Filter, OdooError, Row, Search};

const MODEL: &str = "res.users";
const FIELDS: [&str; 3] = ["name", "login", "active"];
/// Contacts with the same address: more of them than this are no match anyway.
const CONTACTS_MAX: u32 = 20;

/// A user of Odoo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OdooUser {
    /// In `res.users`.
    pub uid: i64,
    /// What they sign in with.
    pub login: String,
    /// As Odoo shows them.
    pub name: String,
    /// Whether they may sign in.
    pub is_active: bool,
}

impl OdooUser {
    /// The user with that id, archived or not.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn by_uid(connection: &Connection<'_>, uid: i64) -> Result<Option<Self>, OdooError> {
        Ok(connection.read(MODEL, &[uid], &FIELDS)?.iter().find_map(Self::of))
    }

    /// The only employee with that address as login or e-mail; none if there are several.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn by_email(connection: &Connection<'_>, email: &str) -> Result<Option<Self>, OdooError> {
        let email = email.to_lowercase();
        let contacts = connection.search_read(&Search {
            model: "res.partner",
            filter: &Filter::Equals("email_normalized", email.clone()),
            fields: &["id"],
            order: "id asc",
            limit: CONTACTS_MAX,
        })?;
        let contacts: Vec<_> = contacts.iter().filter_map(Row::id).collect();
        let users = connection.search_read(&Search {
            model: MODEL,
            filter: &Filter::All(vec![
                Filter::Flag("active", true),
                Filter::Flag("share", false),
                Filter::Any(vec![Filter::Equals("login", email), Filter::In("partner_id", contacts)]),
            ]),
            fields: &FIELDS,
            order: "id asc",
            limit: 2,
        })?;
        match users.as_slice() {
            [user] => Ok(Self::of(user)),
            _ => Ok(None),
        }
    }

    fn of(row: &Row) -> Option<Self> {
        let text = |field| row.text(field).unwrap_or_default().to_owned();
        Some(Self {
            uid: row.id()?,
            login: text("login"),
            name: text("name"),
            is_active: row.flag("active").unwrap_or(false),
        })
    }
}

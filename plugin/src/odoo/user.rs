//! Users of Odoo, and what records are called.

use std::collections::BTreeMap;

use super::{Connection, Filter, OdooError, Row, Search};
use crate::order;

/// Somebody who may sign in to Odoo.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct User {
    /// The user id.
    pub id: i64,
    /// The partner that stands for the user in meetings.
    pub partner_id: i64,
}

const KEPT_SECONDS: u32 = 300;
const GROUP_KEPT_SECONDS: u32 = 24 * 3600;
/// Models without `active`.
const NEVER_ARCHIVED: [&str; 2] = ["crm.tag", "project.tags"];

/// The user with this id, if there is one. Kept for 5 min.
///
/// # Errors
/// See [`OdooError`].
pub fn by_id(connection: &Connection<'_>, id: i64) -> Result<Option<User>, OdooError> {
    the_one(connection, &id.to_string(), Filter::Is("id", id))
}

/// The one active user whose login or address this is; none if there is none, or several. Kept for 5 min.
///
/// # Errors
/// See [`OdooError`].
pub fn by_email(connection: &Connection<'_>, email: &str) -> Result<Option<User>, OdooError> {
    let filter = Filter::Any(["login", "email"].map(|field| Filter::Same(field, email.to_owned())).into());
    the_one(connection, email, filter)
}

/// Those of the users who have a group, by whatever way; none if there is no such group, or none that the account may see.
///
/// # Errors
/// See [`OdooError`].
pub fn with_group(
    connection: &Connection<'_>,
    module: &str,
    name: &str,
    ids: &[i64],
) -> Result<Option<Vec<i64>>, OdooError> {
    let group = connection
        .remembered(&format!("group/{module}.{name}"), GROUP_KEPT_SECONDS, || connection.xml_id(module, name))?;
    let Some((_, group)) = group.filter(|(model, _)| model == "res.groups") else { return Ok(None) };
    let field = connection.release()?.held_groups_field();
    let filter = Filter::All(vec![Filter::In("id", ids.into()), Filter::In(field, vec![group])]);
    let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let search = Search { model: "res.users", filter: &filter, fields: &["id"], order: "id asc", limit };
    Ok(Some(connection.search_read(&search)?.iter().filter_map(Row::id).collect()))
}

/// What records of a model are called, by their ids; archived ones too. Those that the account may not see are left out.
///
/// # Errors
/// See [`OdooError`].
pub fn names(
    connection: &Connection<'_>,
    model: &'static str,
    ids: &[i64],
) -> Result<BTreeMap<i64, String>, OdooError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut filters = vec![Filter::In("id", ids.into())];
    filters.extend((!NEVER_ARCHIVED.contains(&model)).then(Filter::archived_too));
    let search = Search {
        model,
        filter: &Filter::All(filters),
        fields: &["display_name"],
        order: "id asc",
        limit: u32::try_from(ids.len()).unwrap_or(u32::MAX),
    };
    let rows = connection.search_read(&search)?;
    Ok(order::filled(rows.iter().filter_map(|row| Some((row.id()?, row.text("display_name")?.to_owned())))))
}

impl User {
    fn of(row: &Row) -> Option<Self> {
        Some(Self { id: row.id()?, partner_id: row.many2one("partner_id")?.id })
    }
}

fn the_one(connection: &Connection<'_>, name: &str, filter: Filter) -> Result<Option<User>, OdooError> {
    connection.remembered(&format!("user/{name}"), KEPT_SECONDS, || {
        let fields = &["partner_id"];
        let search = Search { model: "res.users", filter: &filter, fields, order: "id asc", limit: 2 };
        match connection.search_read(&search)?.as_slice() {
            [row] => Ok(User::of(row)),
            _ => Ok(None),
        }
    })
}

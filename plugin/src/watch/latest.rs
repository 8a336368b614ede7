use super::poll::rows;
use super::track::seen;
use super::{Sighting, Watched};
use crate::odoo::{Connection, Filter, OdooError, Row};

/// The records that were written last, the latest first, as the account sees them. What happened to them is not known.
///
/// # Errors
/// See [`OdooError`].
pub fn latest(connection: &Connection<'_>, watched: &Watched, limit: u32) -> Result<Vec<Sighting>, OdooError> {
    let rows = rows(connection, watched, &Filter::archived_too(), "write_date desc, id desc", limit)?;
    Ok(rows.iter().filter_map(|row| sighting(watched, row)).collect())
}

/// One record, as the account sees it; none if it sees none.
///
/// # Errors
/// See [`OdooError`].
pub fn one(connection: &Connection<'_>, watched: &Watched, id: i64) -> Result<Option<Sighting>, OdooError> {
    let filter = Filter::All(vec![Filter::archived_too(), Filter::Is("id", id)]);
    let rows = rows(connection, watched, &filter, "id asc", 1)?;
    Ok(rows.first().and_then(|row| sighting(watched, row)))
}

fn sighting(watched: &Watched, row: &Row) -> Option<Sighting> {
    let (model, now) = (watched.model.to_owned(), seen(watched, row));
    Some(Sighting { model, id: row.id()?, now, ..Sighting::default() })
}

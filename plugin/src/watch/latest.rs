use super::poll::rows;
use super::track::seen;
use super::{Sighting, Watched};
use crate::odoo::document::STATE;
use crate::odoo::{Connection, Filter, OdooError, Row};

/// The records that were written last, the latest first, as the account sees them. What happened to them is not known.
///
/// # Errors
/// See [`OdooError`].
pub fn latest(connection: &Connection<'_>, watched: &Watched, limit: u32) -> Result<Vec<Sighting>, OdooError> {
    let rows = rows(connection, watched, &watched.everything(), "write_date desc, id desc", limit)?;
    Ok(rows.iter().filter_map(|row| sighting(watched, row)).collect())
}

/// One record, as the account sees it; none if it sees none.
///
/// # Errors
/// See [`OdooError`].
pub fn one(connection: &Connection<'_>, watched: &Watched, id: i64) -> Result<Option<Sighting>, OdooError> {
    let filter = Filter::All(vec![watched.everything(), Filter::Is("id", id)]);
    let rows = rows(connection, watched, &filter, "id asc", 1)?;
    Ok(rows.first().and_then(|row| sighting(watched, row)))
}

/// Records that wait for approval, as the account sees them.
///
/// # Errors
/// See [`OdooError`].
pub(super) fn waiting(connection: &Connection<'_>, watched: &Watched, limit: u32) -> Result<Vec<Sighting>, OdooError> {
    let states = watched.waits.iter().map(|&state| state.to_owned()).collect();
    let filter = Filter::All(vec![watched.everything(), Filter::Among(STATE, states)]);
    let rows = rows(connection, watched, &filter, "write_date desc, id desc", limit)?;
    Ok(rows.iter().filter_map(|row| sighting(watched, row)).collect())
}

fn sighting(watched: &Watched, row: &Row) -> Option<Sighting> {
    let (model, now) = (watched.model.to_owned(), seen(watched, row));
    Some(Sighting { model, id: row.id()?, now, ..Sighting::default() })
}

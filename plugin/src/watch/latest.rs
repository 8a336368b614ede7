use super::poll::rows;
use super::track::seen;
use super::{Sighting, Watched};
use crate::odoo::{Connection, Filter, OdooError};

/// The records that were written last, the latest first, as the account sees them. What happened to them is not known.
///
/// # Errors
/// See [`OdooError`].
pub fn latest(connection: &Connection<'_>, watched: &Watched, limit: u32) -> Result<Vec<Sighting>, OdooError> {
    let rows = rows(connection, watched, &Filter::archived_too(), "write_date desc, id desc", limit)?;
    let sighting = |row: &crate::odoo::Row| {
        let (model, now) = (watched.model.to_owned(), seen(watched, row));
        Some(Sighting { model, id: row.id()?, kinds: Vec::new(), before: None, now, remark: None })
    };
    Ok(rows.iter().filter_map(sighting).collect())
}

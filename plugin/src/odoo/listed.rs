use super::{Connection, Filter, OdooError, Row, Search};

/// A kind of record as lists show it.
pub trait Listed: Sized {
    /// Odoo's name of the model.
    const MODEL: &'static str;
    /// What is read; fields that an Odoo does not have are left out.
    const FIELDS: &'static [&'static str];
    /// Such as `name asc, id asc`; ends with the id, or pages overlap.
    const ORDER: &'static str;

    /// From a row with those fields.
    fn of(row: &Row) -> Option<Self>;
}

impl Connection<'_> {
    /// The first `limit` records of a kind.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn list<T: Listed>(&self, filter: &Filter, limit: u32) -> Result<Vec<T>, OdooError> {
        self.list_by(filter, T::ORDER, limit)
    }

    /// The same in another order, which ends with the id too.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn list_by<T: Listed>(&self, filter: &Filter, order: &str, limit: u32) -> Result<Vec<T>, OdooError> {
        let fields = self.fields(T::MODEL, T::FIELDS)?;
        let search = Search { model: T::MODEL, filter, fields: &fields, order, limit };
        Ok(self.search_read(&search)?.iter().filter_map(T::of).collect())
    }
}

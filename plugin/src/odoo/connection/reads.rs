use super::Connection;
use crate::odoo::{Call, Filter, Many2One, Method, OdooError, Outage, Row};

/// A page of records.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// Such as `res.partner`.
    pub model: &'a str,
    /// Which records.
    pub filter: &'a Filter,
    /// Which fields; those that do not exist must be left out.
    pub fields: &'a [&'a str],
    /// Such as `name asc, id asc`; ends with the id, or pages overlap.
    pub order: &'a str,
    /// Records at most.
    pub limit: u32,
}

impl Connection<'_> {
    /// The first records by their order.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn search_read(&self, search: &Search<'_>) -> Result<Vec<Row>, OdooError> {
        Row::list(self.execute(search.into())?)
    }

    /// Several searches at the same time: all of them take about as long as the slowest. The answers come in the
    /// order of the searches, and one that fails leaves the others.
    pub fn search_read_all(&self, searches: &[Search<'_>]) -> Vec<Result<Vec<Row>, OdooError>> {
        self.execute_all(searches.iter().map(Call::from).collect())
            .into_iter()
            .map(|answer| Row::list(answer?))
            .collect()
    }

    /// These records, without those that are gone.
    ///
    /// # Errors
    /// See [`OdooError`]; one record that the account may not see is [`OdooError::Access`] for all.
    pub fn read(&self, model: &'static str, ids: &[i64], fields: &[&str]) -> Result<Vec<Row>, OdooError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Row::list(self.execute(Call::new(model, Method::Read).on(ids).with("fields", fields))?)
    }

    /// How many records there are.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn search_count(&self, model: &'static str, filter: &Filter) -> Result<u64, OdooError> {
        let count = self.execute(Call::new(model, Method::SearchCount).with("domain", filter.to_domain()))?;
        count.as_u64().ok_or_else(|| Outage::Malformed.into())
    }

    /// Records whose label has `text` in it, as Odoo's own forms offer them.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn name_search(
        &self,
        model: &'static str,
        text: &str,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<Many2One>, OdooError> {
        let call = Call::new(model, Method::NameSearch)
            .with("name", text)
            .with("domain", filter.to_domain())
            .with("operator", "ilike")
            .with("limit", limit);
        let answer = self.execute(call)?;
        let pairs = answer.as_array().into_iter().flatten();
        pairs.map(|pair| Many2One::of(pair).ok_or_else(|| Outage::Malformed.into())).collect()
    }

    /// The values that a new record would have; fields without one are left out.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn default_get(&self, model: &'static str, fields: &[&str]) -> Result<Row, OdooError> {
        Row::of(self.execute(Call::new(model, Method::DefaultGet).with("fields", fields))?)
    }
}

impl From<&Search<'_>> for Call {
    /// To be asked among others with [`Connection::execute_all`].
    fn from(search: &Search<'_>) -> Self {
        Self::new(search.model.to_owned(), Method::SearchRead)
            .with("domain", search.filter.to_domain())
            .with("fields", search.fields)
            .with("order", search.order)
            .with("limit", search.limit)
    }
}

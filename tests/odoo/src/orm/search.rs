//! Searching: the records that the caller may see and that fulfil a condition, in order.

use serde_json::{Value as Json, json};

use super::domain::{Domain, Leaf, Operator};
use super::order;
use super::view::View;
use crate::error::OdooError;

const COUNTRY_CODE_CHARACTERS: usize = 2;

/// Which part of what was found to return, and in what order.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// How many to skip.
    pub offset: usize,
    /// How many at most.
    pub limit: Option<usize>,
    /// The order, if not the model's own.
    pub order: Option<String>,
}

impl View<'_> {
    /// The ids that match, in order.
    pub fn search(&self, model: &str, domain: &Json, page: &Page) -> Result<Vec<i64>, OdooError> {
        self.find(model, &Domain::parse(domain)?, page)
    }

    /// The same for a domain that was read already.
    pub fn find(&self, model: &str, domain: &Domain, page: &Page) -> Result<Vec<i64>, OdooError> {
        let table = self.table(model)?;
        let condition = self.condition(model, domain, false)?;
        let order = page.order.as_deref().filter(|order| !order.trim().is_empty());
        let terms = order::parse(*self, model, order.unwrap_or(&table.model.order))?;
        let hides_archived = table.model.has_active() && self.env.active_test() && !domain.mentions("active");
        // Files that are the values of fields are found by who asks for them.
        let hides_fields = model == "ir.attachment" && !domain.mentions("id") && !domain.mentions("res_field");
        let mut ids: Vec<i64> = table
            .records
            .keys()
            .copied()
            .filter(|id| !hides_archived || self.value(model, *id, "active").is_true())
            .filter(|id| !hides_fields || !self.value(model, *id, "res_field").is_true())
            .filter(|id| self.may_see(model, *id))
            .filter(|id| self.holds(&condition, model, *id))
            .collect();
        order::sort(*self, model, &terms, &mut ids);
        Ok(ids.into_iter().skip(page.offset).take(page.limit.unwrap_or(usize::MAX)).collect())
    }

    /// The records whose name goes with a text, as `name_search` and text in a many2one domain find them.
    pub fn find_by_name(
        &self,
        model: &str,
        name: &str,
        operator: Operator,
        and: &Json,
        page: &Page,
    ) -> Result<Vec<i64>, OdooError> {
        let names = &self.table(model)?.model.names;
        let leaves = names.iter().map(|field| leaf(field, operator, json!(name)));
        let by_name = match operator {
            Operator::Ilike if name.is_empty() => Domain::All(Vec::new()),
            operator if operator.is_negative() => Domain::All(leaves.collect()),
            _ => leaves.reduce(|a, b| Domain::Either(Box::new(a), Box::new(b))).unwrap_or(Domain::Constant(true)),
        };
        let and = Domain::parse(and)?;
        if model == "res.country" && name.chars().count() == COUNTRY_CODE_CHARACTERS && operator == Operator::Ilike {
            return self.countries_by_code_first(name, by_name, and, page);
        }
        self.find(model, &Domain::All(vec![by_name, and]), page)
    }

    /// Two letters find the country with that code ahead of those with these letters in their name.
    fn countries_by_code_first(
        &self,
        code: &str,
        by_name: Domain,
        and: Domain,
        page: &Page,
    ) -> Result<Vec<i64>, OdooError> {
        let by_code = leaf("code", Operator::EqualIlike, json!(code));
        let mut ids = self.find("res.country", &Domain::All(vec![by_code.clone(), and.clone()]), page)?;
        let others = Domain::All(vec![Domain::Not(Box::new(by_code)), by_name, and]);
        ids.extend(self.find("res.country", &others, page)?);
        ids.truncate(page.limit.unwrap_or(usize::MAX));
        Ok(ids)
    }
}

fn leaf(path: &str, operator: Operator, value: Json) -> Domain {
    Domain::Leaf(Leaf { path: path.to_owned(), operator, value })
}

//! Reading records the way Odoo answers them.

use serde_json::{Map, Value as Json, json};

use super::access::Operation;
use super::convert;
use super::model::Kind;
use super::value::Value;
use super::view::View;
use crate::error::OdooError;

impl View<'_> {
    /// `read`: one object for each id that exists, the id first and then the fields asked for, or all.
    pub fn read(&self, model: &str, ids: &[i64], fields: &[String]) -> Result<Vec<Json>, OdooError> {
        let fields = self.readable_fields(model, fields)?;
        let table = self.table(model)?;
        let ids: Vec<i64> = ids.iter().copied().filter(|id| table.records.contains_key(id)).collect();
        self.check_rules(model, &ids, Operation::Read)?;
        ids.iter().map(|id| self.read_one(model, *id, &fields)).collect()
    }

    /// `web_read`: the fields a specification names, relations nested as deep as it goes.
    pub fn read_nested(
        &self,
        model: &str,
        ids: &[i64],
        specification: &Map<String, Json>,
    ) -> Result<Vec<Json>, OdooError> {
        let fields: Vec<String> = specification.keys().cloned().collect();
        let mut records = self.read(model, ids, &fields)?;
        for (name, spec) in specification {
            let field = self.field(model, name)?;
            let (Some(relation), Some(nested)) = (&field.relation, spec.get("fields").and_then(Json::as_object)) else {
                continue;
            };
            for record in &mut records {
                let ids: Vec<i64> = match &record[name] {
                    Json::Array(items) if field.kind == Kind::Many2one => {
                        items.first().and_then(Json::as_i64).into_iter().collect()
                    }
                    Json::Array(items) => items.iter().filter_map(Json::as_i64).collect(),
                    _ => Vec::new(),
                };
                let found = self.read_nested(relation, &ids, nested)?;
                record[name] = match field.kind {
                    Kind::Many2one => found.into_iter().next().unwrap_or(json!(false)),
                    _ => Json::Array(found),
                };
            }
        }
        Ok(records)
    }

    fn readable_fields(&self, model: &str, fields: &[String]) -> Result<Vec<String>, OdooError> {
        if fields.is_empty() {
            let table = self.table(model)?;
            return Ok(table
                .model
                .fields
                .iter()
                .filter(|(_, field)| self.in_group(field))
                .map(|(name, _)| name.clone())
                .collect());
        }
        for name in fields {
            self.check_group(model, name, self.field(model, name)?)?;
        }
        Ok(fields.to_vec())
    }

    fn read_one(&self, model: &str, id: i64, fields: &[String]) -> Result<Json, OdooError> {
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(id));
        for name in fields {
            let field = self.field(model, name)?;
            let value = self.value(model, id, name);
            let answer = match (&field.relation, value) {
                (Some(relation), Value::Link(other)) => json!([other, self.label(relation, other)]),
                (Some(relation), Value::Links(ids)) => json!(self.only_shown(relation, ids)),
                (_, value) => convert::to_json(field.kind, &value),
            };
            record.insert(name.clone(), answer);
        }
        Ok(Json::Object(record))
    }

    /// A list of links leaves out what is archived and what the caller may not see.
    fn only_shown(&self, relation: &str, ids: Vec<i64>) -> Vec<i64> {
        let Some(table) = self.db.tables.get(relation) else {
            return ids;
        };
        let hides_archived = table.model.has_active() && self.env.active_test();
        ids.into_iter()
            .filter(|id| !hides_archived || self.value(relation, *id, "active").is_true())
            .filter(|id| self.may_see(relation, *id))
            .collect()
    }
}

//! One cell of a row: text that becomes a value by the kind of its column.

use chrono::{NaiveDate, NaiveDateTime, TimeZone as _};
use serde_json::{Map, Value as Json, json};

use crate::error::OdooError;
use crate::orm::{Database, Field, Kind, Operator, Page, View, timestamp};

/// What a column is about.
pub enum Column {
    /// `id`: the external id of the record itself.
    ExternalId,
    /// `.id`: its database id.
    DatabaseId,
    /// A field, or a field and how its cells name other records.
    Field(Box<FieldColumn>),
}

/// A column that holds values of a field.
pub struct FieldColumn {
    /// The name of the field.
    pub name: String,
    field: Field,
    by: By,
}

/// How a cell names another record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    ExternalId,
    DatabaseId,
}

/// Something wrong with a row, as `load` reports it.
pub struct Problem {
    field: Option<String>,
    message: String,
    more: Option<Json>,
}

impl Column {
    /// Reads `name`, `country_id`, `country_id/id` or `country_id/.id`.
    ///
    /// # Errors
    /// Python's `KeyError` for what is no field.
    pub fn of(db: &Database, model: &str, path: &str) -> Result<Self, OdooError> {
        let (name, by) = match path.split_once('/') {
            _ if path == "id" => return Ok(Self::ExternalId),
            _ if path == ".id" => return Ok(Self::DatabaseId),
            None => (path, By::Name),
            Some((name, "id")) => (name, By::ExternalId),
            Some((name, ".id")) => (name, By::DatabaseId),
            Some(_) => return Err(OdooError::new("builtins.KeyError", path)),
        };
        let Some(field) = db.table(model)?.field(name).cloned() else {
            return Err(OdooError::new("builtins.KeyError", name));
        };
        Ok(Self::Field(Box::new(FieldColumn { name: name.to_owned(), field, by })))
    }
}

impl FieldColumn {
    /// The value that a cell stands for. An empty cell empties the field.
    ///
    /// # Errors
    /// What `load` says of a cell that it does not understand.
    pub fn value(&self, view: View<'_>, text: &str) -> Result<Json, Problem> {
        if text.is_empty() {
            return Ok(json!(false));
        }
        let label = &self.field.string;
        match self.field.kind {
            Kind::Boolean => match text.to_lowercase().as_str() {
                "1" | "true" | "yes" => Ok(json!(true)),
                "0" | "false" | "no" => Ok(json!(false)),
                _ => Err(self.problem(format!("Unknown value '{text}' for boolean field '{label}'"))),
            },
            Kind::Integer | Kind::Many2oneReference => text
                .parse::<i64>()
                .map(|number| json!(number))
                .map_err(|_| self.problem(format!("'{text}' does not seem to be an integer for field '{label}'"))),
            Kind::Float | Kind::Monetary => text
                .parse::<f64>()
                .map(|number| json!(number))
                .map_err(|_| self.problem(format!("'{text}' does not seem to be a number for field '{label}'"))),
            Kind::Date => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                Ok(_) => Ok(json!(text)),
                Err(_) => Err(self
                    .problem(format!("'{text}' does not seem to be a valid date for field '{label}'"))
                    .with(json!("Use the format '2012-12-31'"))),
            },
            Kind::Datetime => self.moment(view, text),
            Kind::Selection => self.key(text),
            Kind::Many2one => self.record(view, text).map(|id| json!(id)),
            Kind::Many2many | Kind::One2many => {
                let ids = text.split(',').map(|name| self.record(view, name)).collect::<Result<Vec<_>, _>>()?;
                Ok(json!([[6, 0, ids]]))
            }
            Kind::Char | Kind::Text | Kind::Html | Kind::Binary => Ok(json!(text)),
        }
    }

    /// A moment is one in the time zone of the caller, unlike everywhere else over RPC.
    fn moment(&self, view: View<'_>, text: &str) -> Result<Json, Problem> {
        let zone: chrono_tz::Tz = view.time_zone().parse().unwrap_or(chrono_tz::Tz::UTC);
        let moment = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok();
        match moment.and_then(|moment| zone.from_local_datetime(&moment).latest()) {
            Some(moment) => Ok(json!(timestamp(moment.naive_utc()))),
            None => Err(self
                .problem(format!("'{text}' does not seem to be a valid datetime for field '{}'", self.field.string))
                .with(json!("Use the format '2012-12-31 23:59:59'"))),
        }
    }

    fn key(&self, text: &str) -> Result<Json, Problem> {
        match self.field.selection.iter().find(|(key, label)| key == text || label == text) {
            Some((key, _)) => Ok(json!(key)),
            None => Err(self
                .problem(format!("Value '{text}' not found in selection field '{}'", self.field.string))
                .with(self.field.selection.iter().map(|(_, label)| json!(label)).collect())),
        }
    }

    fn record(&self, view: View<'_>, text: &str) -> Result<i64, Problem> {
        let relation = self.field.relation.as_deref().unwrap_or_default();
        let (found, kind) = match self.by {
            By::ExternalId => {
                let target = view.db.xml_ids.get(&super::qualified(text));
                (target.filter(|(model, _)| model == relation).map(|(_, id)| *id), "external id")
            }
            By::DatabaseId => {
                let exists = |id: &i64| view.table(relation).is_ok_and(|table| table.records.contains_key(id));
                (text.parse().ok().filter(exists), "database id")
            }
            By::Name => {
                let page = Page { limit: Some(1), ..Page::default() };
                let found = view.find_by_name(relation, text, Operator::Equal, &Json::Null, &page);
                (found.unwrap_or_default().first().copied(), "name")
            }
        };
        found.ok_or_else(|| {
            let label = &self.field.string;
            self.problem(format!("No matching record found for {kind} '{text}' in field '{label}'"))
        })
    }

    fn problem(&self, message: String) -> Problem {
        Problem { field: Some(self.name.clone()), message, more: None }
    }
}

impl Problem {
    /// What a record could not be kept for.
    pub fn of_record(err: &OdooError) -> Self {
        if err.name.starts_with("odoo.exceptions.") {
            return Self { field: None, message: err.message.clone(), more: None };
        }
        let class = err.name.strip_prefix("builtins.").unwrap_or(err.name);
        Self {
            field: None,
            message: format!("Unknown error during import: <class '{class}'>: {}", err.message),
            more: Some(json!("Resolve other errors first")),
        }
    }

    /// The message about the row of that number.
    pub fn to_message(&self, row: usize) -> Json {
        let mut message = Map::from_iter([
            ("rows".to_owned(), json!({"from": row, "to": row})),
            ("record".to_owned(), json!(row)),
            ("type".to_owned(), json!("error")),
            ("message".to_owned(), json!(self.message)),
        ]);
        message.extend(self.field.as_ref().map(|field| ("field".to_owned(), json!(field))));
        message.extend(self.more.as_ref().map(|more| ("moreinfo".to_owned(), more.clone())));
        Json::Object(message)
    }

    fn with(self, more: Json) -> Self {
        Self { more: Some(more), ..self }
    }
}

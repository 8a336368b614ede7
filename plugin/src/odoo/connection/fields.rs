use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Connection;
use crate::odoo::{Call, Method, OdooError, Outage};
use crate::order;

const FIELDS_KEPT_SECONDS: u32 = 24 * 3600;
/// Longer lists, such as that of all time zones, are left out.
const CHOICES_MAX: usize = 100;

/// The fields of a model that the account may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, Field>);

/// What Odoo says of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What it holds.
    pub kind: Type,
    /// For people, in the reader's language.
    pub label: String,
    /// Whether a record must have it.
    pub is_required: bool,
    /// Whether writing it is pointless: Odoo drops the value without a word.
    pub is_readonly: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// Characters.
    Text,
    /// Markup.
    Html,
    /// Yes or no.
    Flag,
    /// A whole number.
    Integer,
    /// A float or an amount of money.
    Number,
    /// A day.
    Date,
    /// A moment.
    Datetime,
    /// One of these values, each with its label in the reader's language.
    Selection(Vec<(String, String)>),
    /// One record of this model.
    Many2One(String),
    /// Several records of this model.
    Many(String),
    /// Something that this plugin neither reads nor writes, such as a file.
    Other,
}

impl Fields {
    /// A field by its name, if there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.0.get(name)
    }

    /// Those of `wanted` that there are.
    #[must_use]
    pub fn among(&self, wanted: &[&'static str]) -> Vec<&'static str> {
        wanted.iter().copied().filter(|name| self.0.contains_key(*name)).collect()
    }
}

impl Field {
    fn of(field: &Value) -> Self {
        let text = |name: &str| field[name].as_str().unwrap_or_default();
        let flag = |name: &str| field[name] == json!(true);
        let kind = match text("type") {
            "char" | "text" => Type::Text,
            "html" => Type::Html,
            "boolean" => Type::Flag,
            "integer" | "many2one_reference" => Type::Integer,
            "float" | "monetary" => Type::Number,
            "date" => Type::Date,
            "datetime" => Type::Datetime,
            "selection" => Type::Selection(choices(&field["selection"])),
            "many2one" => Type::Many2One(text("relation").into()),
            "one2many" | "many2many" => Type::Many(text("relation").into()),
            _ => Type::Other,
        };
        Self { kind, label: text("string").into(), is_required: flag("required"), is_readonly: flag("readonly") }
    }
}

impl Connection<'_> {
    /// Those of `wanted` that the model has and the account may see. Kept for 24 h.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn fields(&self, model: &'static str, wanted: &[&'static str]) -> Result<Vec<&'static str>, OdooError> {
        Ok(self.describe(model)?.among(wanted))
    }

    /// All fields that the model has and the account may see, in the reader's language. Kept for 24 h.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn describe(&self, model: &str) -> Result<Fields, OdooError> {
        self.kept(&format!("fields/{model}"), FIELDS_KEPT_SECONDS, || {
            let attributes = json!(["type", "string", "required", "readonly", "relation", "selection"]);
            let answer = self.execute(Call::new(model.to_owned(), Method::FieldsGet).with("attributes", attributes))?;
            let Value::Object(fields) = answer else { return Err(Outage::Malformed.into()) };
            Ok(Fields(order::filled(fields.iter().map(|(name, field)| (name.clone(), Field::of(field))))))
        })
    }
}

fn choices(selection: &Value) -> Vec<(String, String)> {
    let pairs = selection.as_array().filter(|pairs| pairs.len() <= CHOICES_MAX);
    let choice = |pair: &Value| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()));
    pairs.into_iter().flatten().filter_map(choice).collect()
}

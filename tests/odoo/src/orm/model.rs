//! What a model is: its fields, its order, how its records are named. Read from the demo files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

/// The kind of a field, by the name that `fields_get` gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One line of text.
    Char,
    /// Many lines of text.
    Text,
    /// Markup.
    Html,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// An amount of money.
    Monetary,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A moment, UTC.
    Datetime,
    /// One of a list of keys.
    Selection,
    /// A picture or a file.
    Binary,
    /// One record of `relation`.
    Many2one,
    /// Records of `relation` whose field `inverse` points here.
    One2many,
    /// Records of `relation`.
    Many2many,
    /// An id whose model another field names.
    #[serde(rename = "many2one_reference")]
    Many2oneReference,
}

impl Kind {
    /// The name that `fields_get` gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Char => "char",
            Self::Text => "text",
            Self::Html => "html",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Monetary => "monetary",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Selection => "selection",
            Self::Binary => "binary",
            Self::Many2one => "many2one",
            Self::One2many => "one2many",
            Self::Many2many => "many2many",
            Self::Many2oneReference => "many2one_reference",
        }
    }

    /// Whether it holds a list of ids.
    pub fn is_many(self) -> bool {
        matches!(self, Self::One2many | Self::Many2many)
    }
}

/// One field of a model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Its label.
    pub string: String,
    /// Whether a record cannot be without it.
    #[serde(default)]
    pub required: bool,
    /// Whether forms show it read-only. A related or computed read-only field drops what is written.
    #[serde(default)]
    pub readonly: bool,
    /// Whether it is a column.
    #[serde(default = "yes")]
    pub store: bool,
    /// The model that a relational field points to.
    #[serde(default)]
    pub relation: Option<String>,
    /// The field of `relation` that holds the other side of a one2many or of a mirrored many2many.
    #[serde(default)]
    pub inverse: Option<String>,
    /// Keys and labels of a selection.
    #[serde(default)]
    pub selection: Vec<(String, String)>,
    /// The path this field repeats, such as `country_id.code`.
    #[serde(default)]
    pub related: Option<String>,
    /// The group that may see it, if not everybody may.
    #[serde(default)]
    pub group: Option<String>,
    /// What `create` and `default_get` put in. Texts such as `"$uid"` stand for the caller or the moment, see `defaults`.
    #[serde(default)]
    pub default: Option<Json>,
}

impl Field {
    /// A field that every model has.
    fn magic(kind: Kind, string: &str, relation: Option<&str>, store: bool) -> Self {
        Self {
            kind,
            string: string.to_owned(),
            required: false,
            readonly: true,
            store,
            relation: relation.map(str::to_owned),
            inverse: None,
            selection: Vec::new(),
            related: None,
            group: None,
            default: None,
        }
    }
}

/// A model as the demo files describe it.
#[derive(Clone, Debug, Deserialize)]
pub struct Model {
    /// Its name for people, as error texts show it.
    pub description: String,
    /// The order of its records when a call gives none.
    pub order: String,
    /// The fields that `name_search` looks at; the first one names a record.
    #[serde(default = "name_alone")]
    pub names: Vec<String>,
    /// The groups that an operation takes; one that is not named here is open to everybody who is signed in.
    #[serde(default)]
    pub access: BTreeMap<String, Vec<String>>,
    /// Its fields.
    pub fields: BTreeMap<String, Field>,
}

impl Model {
    /// Adds what every model has: the id, the stamps, the display name.
    pub fn with_magic_fields(mut self) -> Self {
        let users = Some("res.users");
        for (name, field) in [
            ("id", Field::magic(Kind::Integer, "ID", None, true)),
            ("display_name", Field::magic(Kind::Char, "Display Name", None, false)),
            ("create_date", Field::magic(Kind::Datetime, "Created on", None, true)),
            ("create_uid", Field::magic(Kind::Many2one, "Created by", users, true)),
            ("write_date", Field::magic(Kind::Datetime, "Last Updated on", None, true)),
            ("write_uid", Field::magic(Kind::Many2one, "Last Updated by", users, true)),
        ] {
            self.fields.entry(name.to_owned()).or_insert(field);
        }
        self
    }

    /// Whether archived records are left out of searches.
    pub fn has_active(&self) -> bool {
        self.fields.contains_key("active")
    }
}

fn yes() -> bool {
    true
}

fn name_alone() -> Vec<String> {
    vec!["name".to_owned()]
}

//! One record with what a card shows of it: values with the labels that Odoo gives their fields, in the reader's language.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Amount, Connection, Fields, Filter, Many2One, OdooError, Row, Search, Type, When, user};
use crate::ports::Timestamp;

/// What is shown of a kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    /// Odoo's name of the model.
    pub model: &'static str,
    /// In their order; those that an Odoo does not have, or that are empty, are left out.
    pub fields: &'static [&'static str],
    /// The field with the long text.
    pub body: &'static str,
}

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Odoo's name of the model.
    pub model: &'static str,
    /// In Odoo.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Whether it was archived.
    pub is_archived: bool,
    /// Its values.
    pub entries: Vec<Entry>,
    /// The long text, in HTML.
    pub body: Option<String>,
}

/// A value with its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The field.
    pub field: &'static str,
    /// For people, in the reader's language.
    pub label: String,
    /// Never empty.
    pub value: Content,
}

/// A value for people.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text, or the label of a selection.
    Text(String),
    /// Yes; what is not so is left out.
    Yes,
    /// A number.
    Number(f64),
    /// An amount.
    Money(Amount),
    /// A day.
    Day(NaiveDate),
    /// A moment.
    Moment(Timestamp),
    /// Another record.
    Record(String, Many2One),
    /// The names of other records.
    Names(Vec<String>),
}

/// Odoo's models whose records are named on a card; the names of others stay unread.
const NAMED: [&str; 4] = ["crm.tag", "project.tags", "res.partner.category", "res.users"];

/// The records that fit, at most `limit`, archived ones too.
///
/// # Errors
/// See [`OdooError`].
pub fn read(
    connection: &Connection<'_>,
    outline: &Outline,
    filter: Filter,
    limit: u32,
) -> Result<Vec<Sheet>, OdooError> {
    let known = connection.describe(outline.model)?;
    let mut fields = known.among(outline.fields);
    fields.extend(known.among(&["name", "display_name", "active", "company_currency", outline.body]));
    let rows = connection.search_read(&Search {
        model: outline.model,
        filter: &Filter::All(vec![filter, Filter::archived_too()]),
        fields: &fields,
        order: "id asc",
        limit,
    })?;
    let names = names(connection, outline, &known, &rows)?;
    Ok(rows.iter().filter_map(|row| Sheet::of(row, outline, &known, &names)).collect())
}

/// Names by model and id.
type Names = BTreeMap<&'static str, BTreeMap<i64, String>>;

impl Sheet {
    fn of(row: &Row, outline: &Outline, known: &Fields, names: &Names) -> Option<Self> {
        let entry = |field: &&'static str| {
            let described = known.get(field)?;
            let value = content(row, field, &described.kind, names)?;
            Some(Entry { field, label: described.label.clone(), value })
        };
        Some(Self {
            model: outline.model,
            id: row.id()?,
            name: row.name(),
            is_archived: row.flag("active") == Some(false),
            entries: outline.fields.iter().filter_map(entry).collect(),
            body: row.text(outline.body).map(Into::into),
        })
    }
}

fn content(row: &Row, field: &str, kind: &Type, names: &Names) -> Option<Content> {
    match kind {
        Type::Text | Type::Html => row.text(field).map(|text| Content::Text(text.to_owned())),
        Type::Flag => row.flag(field).filter(|flag| *flag).map(|_| Content::Yes),
        Type::Number if field == "expected_revenue" => row.amount(field, "company_currency").map(Content::Money),
        Type::Integer | Type::Number => row.number(field).filter(|number| *number != 0.0).map(Content::Number),
        Type::Date | Type::Datetime => Some(match row.when(field)? {
            When::Day(day) => Content::Day(day),
            When::Moment(time) => Content::Moment(time),
        }),
        Type::Selection(choices) => {
            let value = row.text(field)?;
            let label = choices.iter().find(|(choice, _)| choice == value).map_or(value, |(_, label)| label);
            Some(Content::Text(label.to_owned()))
        }
        Type::Many2One(model) => row.many2one(field).map(|record| Content::Record(model.clone(), record)),
        Type::Many(model) => {
            let names = names.get(model.as_str())?;
            let names: Vec<_> = row.ids(field).iter().filter_map(|id| names.get(id).cloned()).collect();
            (!names.is_empty()).then_some(Content::Names(names))
        }
        Type::Other => None,
    }
}

fn names(connection: &Connection<'_>, outline: &Outline, known: &Fields, rows: &[Row]) -> Result<Names, OdooError> {
    let mut wanted: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
    for field in outline.fields {
        let Some(Type::Many(model)) = known.get(field).map(|field| &field.kind) else { continue };
        if let Some(model) = NAMED.into_iter().find(|named| named == model) {
            wanted.entry(model).or_default().extend(rows.iter().flat_map(|row| row.ids(field)));
        }
    }
    let mut names = Names::new();
    for (model, ids) in wanted {
        names.insert(model, user::names(connection, model, &ids)?);
    }
    Ok(names)
}

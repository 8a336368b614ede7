//! Files on records.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Connection, Fault, Filter, OdooError, Outage, Row, Search};
use crate::ports::Timestamp;

/// Odoo's name of the model.
pub const ATTACHMENT: &str = "ir.attachment";

const FIELDS: [&str; 6] = ["name", "file_size", "type", "url", "create_date", "create_uid"];

/// A file without its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// In Odoo.
    pub id: i64,
    /// As it was given; foreign text.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Whether it is nothing but an address of the web.
    pub is_address: bool,
    /// When it came.
    pub created_at: Option<Timestamp>,
    /// Who brought it; may be empty.
    pub by: String,
}

/// A file that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// The model of the record that it goes on.
    pub model: &'a str,
    /// That record.
    pub id: i64,
    /// What it is called.
    pub name: &'a str,
}

impl NewFile<'_> {
    /// For `load`: columns and their cells.
    #[must_use]
    pub fn row(&self, content: &[u8]) -> ([&'static str; 4], [String; 4]) {
        let cells = [self.name.to_owned(), self.model.to_owned(), self.id.to_string(), STANDARD.encode(content)];
        (["name", "res_model", "res_id", "datas"], cells)
    }
}

/// The files on a record that fit a filter, the latest first. Pictures and other values of its fields are none.
///
/// # Errors
/// See [`OdooError`].
pub fn of_record(
    odoo: &Connection<'_>,
    model: &str,
    id: i64,
    filter: Filter,
    limit: u32,
) -> Result<Vec<Attachment>, OdooError> {
    let on = [Filter::Equals("res_model", model.to_owned()), Filter::Is("res_id", id)];
    find(odoo, &Filter::All(on.into_iter().chain([filter]).collect()), limit)
}

/// Those of these files that the account may see, in the order of their ids.
///
/// # Errors
/// See [`OdooError`].
pub fn by_ids(odoo: &Connection<'_>, ids: &[i64]) -> Result<Vec<Attachment>, OdooError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let mut found = find(odoo, &Filter::In("id", ids.to_vec()), limit)?;
    found.reverse();
    Ok(found)
}

/// What is in a file.
///
/// # Errors
/// See [`OdooError`]; [`OdooError::Missing`] if it is gone.
pub fn content(odoo: &Connection<'_>, id: i64) -> Result<Vec<u8>, OdooError> {
    let rows = odoo.read(ATTACHMENT, &[id], &["datas"])?;
    let Some(row) = rows.first() else {
        return Err(OdooError::Missing(Fault { name: ATTACHMENT.into(), message: format!("{ATTACHMENT} {id}") }));
    };
    STANDARD.decode(row.text("datas").unwrap_or_default()).map_err(|_| Outage::Malformed.into())
}

fn find(odoo: &Connection<'_>, filter: &Filter, limit: u32) -> Result<Vec<Attachment>, OdooError> {
    let search = Search { model: ATTACHMENT, filter, fields: &FIELDS, order: "id desc", limit };
    Ok(odoo.search_read(&search)?.iter().filter_map(Attachment::of).collect())
}

impl Attachment {
    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            id: row.id()?,
            name: row.text("name").unwrap_or_default().to_owned(),
            size: row.integer("file_size").and_then(|size| size.try_into().ok()).unwrap_or(0),
            is_address: row.text("type") == Some("url"),
            created_at: row.datetime("create_date"),
            by: row.many2one("create_uid").map(|user| user.label).unwrap_or_default(),
        })
    }
}

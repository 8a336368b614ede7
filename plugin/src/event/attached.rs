//! Files of Odoo in a message: as links, or as copies as far as limits and rights allow.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::show::{ShowError, Try};
use crate::file::{self, FILES_MAX};
use crate::odoo::{Connection, OdooError, attachment};
use crate::organisation;
use crate::say;
use crate::settings;
use crate::text::Markdown;

/// Of one message together: every file passes through the memory of this component.
const ALL_BYTES_MAX: u64 = 16 << 20;
/// After that long the others are links: a delivery has to come to its end.
const TIME_MAX: Duration = Duration::from_secs(5);

/// A file on a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// In Odoo.
    pub id: i64,
    /// What it is called there; foreign text.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Whether it is nothing but an address of the web.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_address: bool,
}

/// What a message has of some files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    /// Ids of copies in Mattermost.
    pub(super) files: Vec<String>,
    /// One for each file that is no copy.
    pub(super) lines: Vec<String>,
}

impl Brought {
    /// A text with what is no copy below it.
    pub(super) fn below(&self, text: String) -> String {
        // A line of its own, also below what is quoted.
        if self.lines.is_empty() { text } else { format!("{text}\n\n{}", self.lines.join("\n")) }
    }
}

impl From<attachment::Attachment> for Attached {
    fn from(file: attachment::Attachment) -> Self {
        Self { id: file.id, name: file.name, size: file.size, is_address: file.is_address }
    }
}

impl Attached {
    /// The name, leading to the file, with its size.
    pub(crate) fn link(&self, settings: &settings::Settings) -> String {
        let name = match &settings.connection {
            settings::Connection::Account(account) => {
                Markdown::link(&file::name(&self.name), &account.address.file(self.id))
            }
            settings::Connection::Missing(_) => Markdown::foreign(&file::name(&self.name)),
        };
        if self.is_address { name.to_string() } else { format!("{name} ({})", file::size(self.size)) }
    }
}

/// Brings files into the channel of a delivery; what cannot be copied is a link that says why.
///
/// # Errors
/// What may work in a moment.
pub(super) fn bring(attempt: &Try<'_>, files: &[Attached], is_copied: bool) -> Result<Brought, ShowError> {
    let (deps, settings) = (attempt.deps, attempt.settings);
    let mut brought = Brought::default();
    let max = if is_copied { file::from_odoo_max(deps, settings) } else { 0 };
    let (start, mut room) = (deps.clock.now(), ALL_BYTES_MAX);
    for one in files {
        let reason = match () {
            () if !is_copied || one.is_address => String::new(),
            () if one.size > max => {
                say!(deps.language, ", not copied: at most {size} are", size = file::size(max))
            }
            () if brought.files.len() == FILES_MAX || one.size > room => {
                say!(deps.language, ", not copied: there are too many")
            }
            () if deps.clock.now().since(start) > TIME_MAX => {
                say!(deps.language, ", not copied: Odoo takes too long")
            }
            () => match copy(attempt, one)? {
                Some(id) => {
                    room -= one.size;
                    brought.files.push(id);
                    continue;
                }
                None => say!(deps.language, ", not copied: it could not be read"),
            },
        };
        brought.lines.push(format!("📎 {}{reason}", one.link(settings)));
    }
    Ok(brought)
}

/// The id of the copy; none if there is nothing to copy any more.
fn copy(attempt: &Try<'_>, file: &Attached) -> Result<Option<String>, ShowError> {
    let settings::Connection::Account(account) = &attempt.settings.connection else { return Ok(None) };
    let fence = organisation::fence(attempt.deps, &attempt.delivery().channel_id);
    let fence = fence.map_err(|error| ShowError::Service(error.to_string()))?;
    let reader = settings::reader_of_all(attempt.deps, attempt.settings).within(fence);
    let odoo = Connection::open(*attempt.deps, account, reader);
    let content = match attachment::content(&odoo, file.id) {
        Ok(content) => content,
        Err(OdooError::Missing(_) | OdooError::Access(_)) => return Ok(None),
        Err(error) => return Err(ShowError::Service(error.to_string())),
    };
    let name = file::name(&file.name);
    Ok(Some(attempt.deps.chat.upload(&attempt.delivery().channel_id, &name, &content)?))
}

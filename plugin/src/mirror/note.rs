//! The note itself, and how it gets to Odoo once.

use serde::{Deserialize, Serialize};

use crate::audit::{self, Entry, Who};
use crate::odoo::{Connection, Filter, OdooError, Outage, Row, Search, Sight};
use crate::ports::{Deps, Timestamp};
use crate::settings::reader_of_all;
use crate::settings::{self, Settings};
use crate::text::rfc_3339;
use crate::watch::Watched;

/// How the last line of a note begins.
const BEGIN: &str = "Mattermost message ";

/// What becomes an internal note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Odoo's name of the model.
    pub model: String,
    /// The record.
    pub id: i64,
    /// The message here.
    pub post_id: String,
    /// Who wrote it.
    pub author_id: String,
    /// Their name, without `@`.
    pub author: String,
    /// What happened to it.
    pub what: What,
}

/// What happened to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was written.
    Written(String),
    /// It says something else now.
    Edited {
        /// What it says.
        text: String,
        /// Since when.
        at: Timestamp,
    },
    /// It is gone. The notes that it became stay: they are part of the record's history.
    Deleted,
}

/// Why Odoo has no note.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// Later it may have one.
    #[error("{0}")]
    Later(String),
    /// It was sent, and nobody knows yet what became of it.
    #[error("{0}")]
    Unknown(String),
    /// Nothing is written at the moment, by order of an administrator.
    #[error("{0}")]
    Held(String),
    /// Trying again does not help.
    #[error("{0}")]
    Never(String),
}

impl Note {
    /// What no other note has: it names the event here, and is found in Odoo.
    #[must_use]
    pub fn mark(&self) -> String {
        let what = match &self.what {
            What::Written(_) => "written".to_owned(),
            What::Edited { at, .. } => format!("edited {} {}", rfc_3339(*at), at.0),
            What::Deleted => "deleted".to_owned(),
        };
        format!("{BEGIN}{}: {what}.", self.post_id)
    }

    /// Plain text.
    fn text(&self, site_url: &str) -> String {
        let author = &self.author;
        let said = match &self.what {
            What::Written(text) => format!("@{author} in Mattermost:\n{text}"),
            What::Edited { text, .. } => format!("@{author} edited a message in Mattermost:\n{text}"),
            What::Deleted => format!("A message of @{author} was deleted in Mattermost."),
        };
        let link =
            if site_url.is_empty() { String::new() } else { format!("\n{site_url}/_redirect/pl/{}", self.post_id) };
        format!("{said}\n\n{}{link}", self.mark())
    }
}

/// Whether a message in Odoo is a note that was a message here first.
#[must_use]
pub fn is_note(body: &str) -> bool {
    body.match_indices(BEGIN).any(|(place, _)| {
        let mut words = body[place + BEGIN.len()..].split(' ');
        let is_id = words.next().and_then(|id| id.strip_suffix(':')).is_some_and(|id| !id.is_empty());
        let what = words.next().map(|what| what.split(['.', '<']).next().unwrap_or_default());
        is_id && matches!(what, Some("written" | "edited" | "deleted"))
    })
}

/// Writes the note with the plugin's own account, which is what bookkeeping uses. With `is_uncertain` somebody tried before, and
/// the note may be there.
///
/// # Errors
/// See [`NoteError`].
pub fn write(deps: &Deps<'_>, settings: &Settings, note: &Note, is_uncertain: bool) -> Result<(), NoteError> {
    let settings::Connection::Account(account) = &settings.connection else {
        return Err(NoteError::Later("Odoo is not configured".into()));
    };
    let Some(watched) = Watched::of(&note.model) else {
        return Err(NoteError::Never(format!("records of {} get no notes", note.model)));
    };
    let reader = reader_of_all(deps, settings);
    let odoo = Connection::open(*deps, account, reader);
    let written = || -> Result<(), OdooError> {
        if is_uncertain && is_there(&odoo, note)? {
            return Ok(());
        }
        let text = note.text(&deps.config.server().site_url);
        let message = crate::odoo::Note { text: &text, sight: Sight::Internal, attachment_ids: &[] };
        odoo.message_post(watched.model, note.id, &message).map(drop)
    };
    let object = format!("{}/{}", note.model, note.id);
    let entry = Entry { who: Who::person(&note.author_id), action: "note.thread", object: &object, ..Entry::default() };
    written().inspect(|()| audit::record(deps, &entry)).map_err(|error| match &error {
        OdooError::Closed(_) => NoteError::Held(error.to_string()),
        OdooError::Outage(Outage::Resting { .. } | Outage::Overdue) => NoteError::Held(error.to_string()),
        OdooError::Missing(_) | OdooError::Access(_) | OdooError::Validation(_) | OdooError::Denied(_) => {
            NoteError::Never(error.to_string())
        }
        error if error.outcome_is_unknown() => NoteError::Unknown(error.to_string()),
        _ => NoteError::Later(error.to_string()),
    })
}

fn is_there(odoo: &Connection<'_>, note: &Note) -> Result<bool, OdooError> {
    let filter = Filter::All(vec![
        Filter::Equals("model", note.model.clone()),
        Filter::Is("res_id", note.id),
        Filter::Is("create_uid", odoo.user_id()?.0),
        Filter::Contains("body", note.mark()),
    ]);
    let search = Search { model: "mail.message", filter: &filter, fields: &["id"], order: "id asc", limit: 1 };
    Ok(odoo.search_read(&search)?.first().and_then(Row::id).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Note, What, is_note};
    use crate::ports::Timestamp;

    #[test]
    fn notes_are_told_from_what_people_write() {
        let note = |what| Note {
            model: "crm.lead".into(),
            id: 7,
            post_id: "p1".into(),
            author_id: "1".into(),
            author: "ben".into(),
            what,
        };
        let edited = What::Edited { text: "<b>".into(), at: Timestamp(1_795_253_400_000) };
        for what in [What::Written("Mattermost message of mine".into()), edited, What::Deleted] {
            let body = crate::text::to_html(&note(what).text("https://chat.example.com"));
            assert!(is_note(&format!("<p>{body}</p>")), "{body}");
        }
        for text in ["<p>Mattermost message of yesterday: written by me</p>", "Mattermost message ", ""] {
            assert!(!is_note(text), "{text}");
        }
    }
}

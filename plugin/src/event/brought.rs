//! Files of a record that somebody brings into a channel.

use serde::{Deserialize, Serialize};

use super::attached::{Attached, bring};
use super::show::{ShowError, Try};
use crate::ports::Message;
use crate::say;
use crate::settings::Connection;
use crate::text::Markdown;

/// What somebody brings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Odoo's name of the model.
    pub model: String,
    /// In Odoo.
    pub id: i64,
    /// What the record is called; foreign text.
    pub name: String,
    /// Who brings it: a user id.
    pub by: String,
    /// The files that were chosen.
    pub files: Vec<Attached>,
}

/// Shows it once.
pub(super) fn show(attempt: &Try<'_>, parcel: &Parcel) -> Result<String, ShowError> {
    if let Some(post_id) = attempt.find("")? {
        return Ok(post_id);
    }
    let root_id = attempt.thread()?.unwrap_or_default();
    let brought = bring(attempt, &parcel.files, true)?;
    let text = brought.below(parcel.headline(attempt));
    attempt.post(root_id, "", Message { text, files: brought.files, ..Message::default() })
}

impl Parcel {
    fn headline(&self, attempt: &Try<'_>) -> String {
        let by = attempt.deps.chat.person(&self.by).map(|person| format!("@{}", person.username));
        let by = Markdown::foreign(&by.unwrap_or_else(|_| say!(attempt.deps.language, "Somebody")));
        let record = match &attempt.settings.connection {
            Connection::Account(account) => Markdown::link(&self.name, &account.address.record(&self.model, self.id)),
            Connection::Missing(_) => Markdown::foreign(&self.name),
        };
        say!(attempt.deps.language, "{name} brings files of {record}", name = by, record)
    }
}

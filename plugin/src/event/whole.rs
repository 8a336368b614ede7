//! Texts that a message cuts: the whole of them is a file below it (requirement 12.4).

use super::show::Try;
use crate::file::FILES_MAX;
use crate::ports::{Level, Message};
use crate::say;

/// What the file is called.
const NAME: &str = "message.txt";

/// A foreign text, and how many runes of it a message shows.
pub(super) type Shown<'t> = (&'t str, usize);

/// All texts, if one of them is cut.
pub(super) fn whole<'t>(texts: impl IntoIterator<Item = Shown<'t>>) -> Option<String> {
    let texts: Vec<_> = texts.into_iter().filter(|(text, _)| !text.is_empty()).collect();
    let is_cut = texts.iter().any(|(text, runes_max)| text.chars().nth(*runes_max).is_some());
    is_cut.then(|| texts.iter().map(|(text, _)| *text).collect::<Vec<_>>().join("\n\n"))
}

/// The message, with a file of what it cuts and a line that says so. A server that takes no file shows it cut all the same, and so
/// does a message that has as many files as it may have.
pub(super) fn with_whole(attempt: &Try<'_>, mut message: Message, whole: Option<String>) -> Message {
    let Some(whole) = whole.filter(|_| message.files.len() < FILES_MAX) else { return message };
    let (deps, channel_id) = (attempt.deps, attempt.delivery().channel_id.as_str());
    // The server does not look at its own limit when a plugin uploads.
    let file_id = match deps.chat.file_bytes_max() {
        Ok(bytes_max) if whole.len() as u64 > bytes_max => return message,
        Ok(_) => deps.chat.upload(channel_id, NAME, whole.as_bytes()),
        Err(error) => Err(error),
    };
    let file_id = match file_id {
        Ok(file_id) => file_id,
        Err(error) => {
            let fields = attempt.event.log_fields(attempt.key, &error);
            deps.log.write(Level::Warn, "The whole text of an event could not be attached", &fields);
            return message;
        }
    };
    let mark = say!(deps.language, "The text is cut. All of it is in the file `{name}`.", name = NAME);
    let text = if message.text.is_empty() { mark } else { format!("{}\n\n{mark}", message.text) };
    message.files.push(file_id);
    Message { text, ..message }
}

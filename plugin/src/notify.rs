//! Direct messages of the bot.

use crate::bot;
use crate::ports::{ChatError, Deps, Message};

/// Writes to one person; returns the id of the post. `text` is Markdown of our own.
///
/// # Errors
/// What Mattermost says.
pub fn tell(deps: &Deps<'_>, user_id: &str, text: &str) -> Result<String, ChatError> {
    let author_id = bot::id(deps)?;
    let channel_id = deps.chat.direct_channel(&author_id, user_id)?.id;
    deps.chat.create_post(&Message { author_id, channel_id, text: text.to_owned(), ..Message::default() })
}

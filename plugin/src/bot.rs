//! The bot that speaks for this plugin.

use crate::ports::{Bot, ChatError, Deps};

const ID_KEY: &str = "bot/id";
const ID_KEPT_SECONDS: u32 = 3600;

/// Its name, without `@`.
pub const USERNAME: &str = "odoo";
const BOT: Bot = Bot {
    username: USERNAME,
    display_name: "Odoo",
    description: "Shows Odoo's records in Mattermost. Try /odoo help.",
};

/// The bot's user id; makes the bot if there is none.
///
/// # Errors
/// What Mattermost says.
pub fn id(deps: &Deps<'_>) -> Result<String, ChatError> {
    if let Some(id) = deps.cache.get(ID_KEY).and_then(|bytes| String::from_utf8(bytes).ok()) {
        return Ok(id);
    }
    let id = deps.chat.ensure_bot(&BOT)?;
    deps.cache.set(ID_KEY, id.as_bytes(), ID_KEPT_SECONDS);
    Ok(id)
}

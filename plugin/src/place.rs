//! Channels that rules of administrators name.

use crate::bot;
use crate::ports::{ChatError, Deps};

/// The id of a channel that is named as `team/channel`, or by its id; with or without `~`.
///
/// # Errors
/// What Mattermost says; inside it, why there is no such channel for the bot, as the end of a sentence.
pub fn channel(deps: &Deps<'_>, text: &str) -> Result<Result<String, String>, ChatError> {
    let bot_id = bot::id(deps)?;
    let name = text.trim().trim_start_matches('~');
    let found = match name.split_once('/') {
        None => deps.chat.channel(name),
        Some((team, channel)) => {
            let Some(team) = deps.chat.teams_of(&bot_id)?.into_iter().find(|known| known.name == team) else {
                return Ok(Err(format!("the bot is in no team `{team}`")));
            };
            deps.chat.channel_by_name(&team.id, channel)
        }
    };
    let channel = match found {
        Ok(channel) => channel,
        Err(ChatError::NotFound) => return Ok(Err(format!("there is no channel `{name}`"))),
        Err(error) => return Err(error),
    };
    if channel.is_archived {
        return Ok(Err(format!("the channel `{name}` is archived")));
    }
    if !deps.chat.may_in_channel(&bot_id, &channel.id, "create_post") {
        return Ok(Err(format!("the bot may not post in the channel `{name}`: invite it")));
    }
    Ok(Ok(channel.id))
}

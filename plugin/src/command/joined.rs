use super::Call;
use crate::bot;
use crate::ports::{Channel, ChannelKind, Deps, Level};
use crate::say;
use crate::text::Markdown;

/// A channel of a team that the caller is in; the bot joins it.
///
/// # Errors
/// The answer when there is no such channel, or the bot may not join it.
pub(super) fn join(deps: &Deps<'_>, call: &Call, team_id: &str, name: &str) -> Result<Channel, String> {
    let shown = Markdown::foreign(name);
    let name = name.trim_start_matches('~').to_lowercase();
    let channel = deps.chat.channel_by_name(team_id, &name).ok();
    let channel = channel.filter(|channel| {
        matches!(channel.kind, ChannelKind::Open | ChannelKind::Private)
            && !channel.is_archived
            && deps.chat.channel_member(&channel.id, &call.user_id).is_ok()
    });
    let channel =
        channel.ok_or_else(|| say!(deps.language, "You are in no channel “{name}” of this team.", name = shown))?;
    let joined = bot::id(deps).and_then(|bot| deps.chat.join_channel(&channel.id, &bot));
    joined.map_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "The bot could not join a channel", &fields);
        say!(deps.language, "The bot could not join “{name}”. Add it to the channel and try again.", name = shown)
    })?;
    Ok(channel)
}

//! Where an event of a hook goes: to one of its channels, or to a member of its team.

use super::{Hook, Target, Wanted};
use crate::bot;
use crate::event::Delivery;
use crate::ports::{ChannelKind, ChatError, Deps};
use crate::settings::Settings;

/// How long a process remembers the channel that `DefaultChannel` is in a team, with the bot in it.
const DEFAULT_KEPT_SECONDS: u32 = 60;

/// The delivery there, or why there is none, for administrators and for the sender.
///
/// # Errors
/// What Mattermost says: the sender sends it again.
pub(super) fn resolve(
    deps: &Deps<'_>,
    settings: &Settings,
    hook: &Hook,
    wanted: &Wanted,
) -> Result<Result<Delivery, &'static str>, ChatError> {
    let channel_id = match wanted {
        Wanted::Anywhere => default_channel(deps, settings, hook)?,
        Wanted::Channel(name) => match own(hook, name) {
            Err(_) if may(settings, hook, name) => default_channel(deps, settings, hook)?,
            own => own,
        },
        Wanted::ChannelId(id) => first(hook, |channel| channel.id == *id),
        Wanted::Person(_) if !hook.has_members => Err(NO_MEMBERS),
        Wanted::Person(email) => return member(deps, hook, email),
    };
    Ok(channel_id.map(|channel_id| Delivery::to(&channel_id)))
}

/// The channel of events that name none, or why there is none: the hook's, else what `DefaultChannel` is in its team now. The bot
/// joins that one, as it joined the others when the hook was made.
///
/// # Errors
/// What Mattermost says.
pub fn default_channel(
    deps: &Deps<'_>,
    settings: &Settings,
    hook: &Hook,
) -> Result<Result<String, &'static str>, ChatError> {
    if let Some(id) = &hook.default_channel_id {
        return Ok(Ok(id.clone()));
    }
    let Some(name) = fallback(settings, hook) else { return Ok(Err(NONE)) };
    let kept = format!("hook-default/{}/{name}", hook.team_id);
    if let Some(id) = deps.cache.get(&kept).and_then(|id| String::from_utf8(id).ok()) {
        return Ok(Ok(id));
    }
    let channel = match deps.chat.channel_by_name(&hook.team_id, &name) {
        Ok(channel) if channel.is_archived => return Ok(Err(NO_FALLBACK)),
        Ok(channel) if !matches!(channel.kind, ChannelKind::Open | ChannelKind::Private) => {
            return Ok(Err(NO_FALLBACK));
        }
        Err(ChatError::NotFound) => return Ok(Err(NO_FALLBACK)),
        found => found?,
    };
    match deps.chat.join_channel(&channel.id, &bot::id(deps)?) {
        Err(ChatError::Forbidden | ChatError::NotFound) => return Ok(Err(NO_BOT)),
        joined => joined?,
    }
    deps.cache.set(&kept, channel.id.as_bytes(), DEFAULT_KEPT_SECONDS);
    Ok(Ok(channel.id))
}

/// The name of the channel that `DefaultChannel` gives to a hook without a default channel of its own.
pub fn fallback(settings: &Settings, hook: &Hook) -> Option<String> {
    let name = plain(&settings.default_channel);
    (hook.default_channel_id.is_none() && !name.is_empty()).then_some(name)
}

/// Whether an event, or a module, may name that channel.
pub(super) fn may(settings: &Settings, hook: &Hook, name: &str) -> bool {
    own(hook, name).is_ok() || fallback(settings, hook).is_some_and(|fallback| fallback == plain(name))
}

/// The hook's channel of that name, or with that id.
fn own(hook: &Hook, name: &str) -> Result<String, &'static str> {
    let name = plain(name);
    first(hook, |channel| channel.name == name || channel.id == name)
}

fn first(hook: &Hook, fits: impl Fn(&Target) -> bool) -> Result<String, &'static str> {
    hook.channels.iter().find(|channel| fits(channel)).map(|channel| channel.id.clone()).ok_or(OTHER)
}

fn plain(name: &str) -> String {
    name.trim().trim_start_matches(['#', '~']).to_lowercase()
}

const OTHER: &str = "that is none of the channels of the hook";
const NONE: &str = "the hook has no default channel";
const NO_FALLBACK: &str = "the hook has no default channel, and its team has no channel named as in `DefaultChannel`";
const NO_BOT: &str = "the bot may not join the channel of `DefaultChannel`";
const NO_MEMBERS: &str = "the hook may not write to people";
const STRANGER: &str = "nobody in the team of the hook has that address";

/// The direct channel of the bot and the person. Whether there is somebody outside the team is not the sender's business.
fn member(deps: &Deps<'_>, hook: &Hook, email: &str) -> Result<Result<Delivery, &'static str>, ChatError> {
    let person = match deps.chat.person_by_email(email.trim()) {
        Ok(person) => person,
        Err(ChatError::NotFound) => return Ok(Err(STRANGER)),
        Err(error) => return Err(error),
    };
    let is_member = deps.chat.teams_of(&person.id)?.iter().any(|team| team.id == hook.team_id);
    if !is_member || person.is_deactivated || person.is_bot {
        return Ok(Err(STRANGER));
    }
    let channel = deps.chat.direct_channel(&bot::id(deps)?, &person.id)?;
    Ok(Ok(Delivery { reader_id: person.id, ..Delivery::to(&channel.id) }))
}

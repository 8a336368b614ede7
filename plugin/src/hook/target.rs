//! Where an event of a hook goes: to one of its channels, or to a member of its team.

use super::{Hook, Target, Wanted};
use crate::bot;
use crate::event::Delivery;
use crate::ports::{ChatError, Deps};

/// The delivery there, or why there is none, for administrators and for the sender.
///
/// # Errors
/// What Mattermost says: the sender sends it again.
pub(super) fn resolve(
    deps: &Deps<'_>,
    hook: &Hook,
    wanted: &Wanted,
) -> Result<Result<Delivery, &'static str>, ChatError> {
    let channel_id = match wanted {
        Wanted::Anywhere => hook.default_channel_id.clone().ok_or(NONE),
        Wanted::Channel(name) => own(hook, name),
        Wanted::ChannelId(id) => first(hook, |channel| channel.id == *id),
        Wanted::Person(_) if !hook.has_members => Err(NO_MEMBERS),
        Wanted::Person(email) => return member(deps, hook, email),
    };
    Ok(channel_id.map(|channel_id| Delivery::to(&channel_id)))
}

/// The hook's channel of that name, or with that id.
pub(super) fn own(hook: &Hook, name: &str) -> Result<String, &'static str> {
    let name = name.trim().trim_start_matches(['#', '~']).to_lowercase();
    first(hook, |channel| channel.name == name || channel.id == name)
}

fn first(hook: &Hook, fits: impl Fn(&Target) -> bool) -> Result<String, &'static str> {
    hook.channels.iter().find(|channel| fits(channel)).map(|channel| channel.id.clone()).ok_or(OTHER)
}

const OTHER: &str = "that is none of the channels of the hook";
const NONE: &str = "the hook has no default channel";
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

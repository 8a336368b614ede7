use super::Subscription;
use crate::bot;
use crate::language::Language;
use crate::ports::{ChannelKind, ChatError, Deps};
use crate::say;

/// Why events cannot be told in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// It was deleted.
    Gone,
    /// Nobody writes there any more.
    Archived,
    /// The bot is no member, or may not write there.
    Silent,
    /// A private talk in which a guest reads along.
    Guest,
    /// Mattermost does not say; it may in a moment.
    Unknown(ChatError),
}

impl Barrier {
    /// Words for people, without a full stop.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Gone => say!(language, "the channel does not exist any more"),
            Self::Archived => say!(language, "the channel is archived"),
            Self::Silent => say!(language, "the bot may not post in the channel"),
            Self::Guest => say!(language, "a guest reads along in these messages"),
            Self::Unknown(error) => say!(language, "Mattermost did not answer for the channel: {error}", error),
        }
    }
}

/// Who alone reads what is told: whoever follows in direct messages. Empty for a channel, which is many people.
#[must_use]
pub fn reader<'a>(deps: &Deps<'_>, subscription: &'a Subscription) -> &'a str {
    let kind = || deps.chat.channel(&subscription.channel_id).map(|channel| channel.kind);
    let is_one = subscription.team_id.is_empty() && kind() == Ok(ChannelKind::Direct);
    if is_one { &subscription.created_by } else { "" }
}

/// Whether its events may be told in its channel at this moment. Whether whoever made it is still there does not matter.
///
/// # Errors
/// Why they may not.
pub fn may_deliver(deps: &Deps<'_>, subscription: &Subscription) -> Result<(), Barrier> {
    may_tell(deps, &subscription.channel_id)
}

/// Whether the bot may tell something in a channel at this moment.
///
/// # Errors
/// Why it may not.
pub fn may_tell(deps: &Deps<'_>, channel_id: &str) -> Result<(), Barrier> {
    let channel = match deps.chat.channel(channel_id) {
        Ok(channel) => channel,
        Err(ChatError::NotFound) => return Err(Barrier::Gone),
        Err(error) => return Err(Barrier::Unknown(error)),
    };
    if channel.is_archived {
        return Err(Barrier::Archived);
    }
    if matches!(channel.kind, ChannelKind::Direct | ChannelKind::Group) {
        let members = deps.chat.first_members(&channel.id).map_err(Barrier::Unknown)?;
        if members.iter().any(|member| member.is_guest) {
            return Err(Barrier::Guest);
        }
    }
    let bot = bot::id(deps).map_err(Barrier::Unknown)?;
    if deps.chat.may_in_channel(&bot, &channel.id, "create_post") { Ok(()) } else { Err(Barrier::Silent) }
}

use super::Subscription;
use crate::bot;
use crate::ports::{ChannelKind, ChatError, Deps};

/// Why events cannot be told in a channel. Prints as words for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Barrier {
    /// It was deleted.
    #[error("the channel does not exist any more")]
    Gone,
    /// Nobody writes there any more.
    #[error("the channel is archived")]
    Archived,
    /// The bot is no member, or may not write there.
    #[error("the bot may not post in the channel")]
    Silent,
    /// A private talk in which a guest reads along.
    #[error("a guest reads along in these messages")]
    Guest,
    /// Mattermost does not say; it may in a moment.
    #[error("Mattermost did not answer for the channel: {0}")]
    Unknown(ChatError),
}

/// Whether its events may be told in its channel at this moment. Whether whoever made it is still there does not matter.
///
/// # Errors
/// Why they may not.
pub fn may_deliver(deps: &Deps<'_>, subscription: &Subscription) -> Result<(), Barrier> {
    let channel = match deps.chat.channel(&subscription.channel_id) {
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

//! Reactions.

use mattermost::model::Reaction;

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<Reaction> for wit::Reaction {
    fn from(reaction: Reaction) -> Self {
        Self { user_id: reaction.user_id, post_id: reaction.post_id, emoji_name: reaction.emoji_name }
    }
}

//! Reactions to posts.

use std::sync::Arc;

use crate::event::{Broadcast, Event};
use crate::model::{AppError, Reaction};
use crate::world::World;

impl World {
    /// Adds a reaction; the same one twice is one.
    pub(crate) fn add_reaction(self: &Arc<Self>, reaction: Reaction) -> Result<Reaction, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let channel_id = state.post(&reaction.post_id)?.channel_id.clone();
        state.user(&reaction.user_id)?;
        let reaction = Reaction { create_at: now_ms, update_at: now_ms, channel_id, ..reaction };
        state.reactions.retain(|old| !is_same(old, &reaction));
        state.reactions.push(reaction.clone());
        state.mark_reactions(&reaction.post_id);
        drop(state);
        self.publish("reaction_added", &reaction);
        let added = reaction.clone();
        self.tell("ReactionHasBeenAdded", |hooks, context| async move {
            hooks.reaction_has_been_added(context, added).await
        });
        Ok(reaction)
    }

    /// Removes a reaction; an absent one is fine.
    pub(crate) fn remove_reaction(self: &Arc<Self>, reaction: Reaction) -> Result<(), AppError> {
        let mut state = self.state();
        let channel_id = state.post(&reaction.post_id)?.channel_id.clone();
        let reaction = Reaction { channel_id, ..reaction };
        state.reactions.retain(|old| !is_same(old, &reaction));
        state.mark_reactions(&reaction.post_id);
        drop(state);
        self.publish("reaction_removed", &reaction);
        self.tell("ReactionHasBeenRemoved", |hooks, context| async move {
            hooks.reaction_has_been_removed(context, reaction).await
        });
        Ok(())
    }

    fn publish(&self, event: &str, reaction: &Reaction) {
        let event = Event::new(event, Broadcast::channel(&reaction.channel_id));
        self.events.publish(event.with_json("reaction", reaction));
    }
}

impl crate::state::State {
    fn mark_reactions(&mut self, post_id: &str) {
        let has_reactions = self.reactions.iter().any(|reaction| reaction.post_id == post_id);
        if let Some(post) = self.posts.iter_mut().find(|post| post.id == post_id) {
            post.has_reactions = has_reactions;
        }
    }
}

fn is_same(one: &Reaction, other: &Reaction) -> bool {
    (&one.user_id, &one.post_id, &one.emoji_name) == (&other.user_id, &other.post_id, &other.emoji_name)
}

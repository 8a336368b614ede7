//! Posts that one user sees and nobody stores.

use crate::attachments::{client_view, generate_action_ids};
use crate::event::{Broadcast, Event};
use crate::model::Post;
use crate::world::World;

/// `Post.Type` of every ephemeral post.
pub(crate) const TYPE: &str = "system_ephemeral";

impl World {
    pub(crate) fn send_ephemeral(&self, user_id: &str, mut post: Post) -> Post {
        TYPE.clone_into(&mut post.kind);
        if post.id.is_empty() {
            post.id = self.ids.next();
        }
        if post.create_at == 0 {
            post.create_at = self.now_ms();
        }
        generate_action_ids(&mut post, &self.ids);
        self.state().ephemeral.entry(user_id.to_owned()).or_default().push(post.clone());
        self.tell_ephemeral("ephemeral_message", user_id, &post);
        post
    }

    pub(crate) fn update_ephemeral(&self, user_id: &str, mut post: Post) -> Post {
        TYPE.clone_into(&mut post.kind);
        post.update_at = self.now_ms();
        generate_action_ids(&mut post, &self.ids);
        let mut state = self.state();
        let shown = state.ephemeral.entry(user_id.to_owned()).or_default();
        if let Some(old) = shown.iter_mut().find(|old| old.id == post.id) {
            *old = post.clone();
        }
        drop(state);
        self.tell_ephemeral("post_edited", user_id, &post);
        post
    }

    pub(crate) fn delete_ephemeral(&self, user_id: &str, post_id: &str) {
        let now_ms = self.now_ms();
        if let Some(shown) = self.state().ephemeral.get_mut(user_id) {
            shown.retain(|post| post.id != post_id);
        }
        let post = Post {
            id: post_id.to_owned(),
            user_id: user_id.to_owned(),
            kind: TYPE.to_owned(),
            delete_at: now_ms,
            update_at: now_ms,
            ..Post::default()
        };
        self.tell_ephemeral("post_deleted", user_id, &post);
    }

    fn tell_ephemeral(&self, event: &str, user_id: &str, post: &Post) {
        let audience = Broadcast { channel_id: post.channel_id.clone(), ..Broadcast::user(user_id) };
        self.events.publish(Event::new(event, audience).with_json("post", &client_view(post)));
    }
}

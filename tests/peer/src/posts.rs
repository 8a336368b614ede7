//! Stored posts and the hooks around them.

use std::sync::Arc;

use crate::attachments::{client_view, generate_action_ids};
use crate::error::{app_error, app_error_with};
use crate::event::{Broadcast, Event};
use crate::model::{AppError, Channel, Post, User};
use crate::plugin::Verdict;
use crate::state::State;
use crate::world::World;

const MESSAGE_RUNES_MAX: usize = 16_383;
const PROPS_RUNES_MAX: usize = 800_000;
/// What the server's column for them holds.
const FILES_MAX: usize = 10;

/// Rejection text of a plugin that wants the post to vanish silently.
const DISMISS: &str = "plugin.message_will_be_posted.dismiss_post";

/// Who creates a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Person,
    Plugin,
}

impl World {
    /// The posting pipeline: checks, `MessageWillBePosted`, storing, `MessageHasBeenPosted`, event.
    pub(crate) async fn create_post(self: &Arc<Self>, mut post: Post, author: Author) -> Result<Post, AppError> {
        let (user, channel) = self.place(&post)?;
        if author == Author::Plugin {
            post.props.others.insert("from_plugin".to_owned(), "true".into());
        }
        if user.is_bot {
            post.props.others.insert("from_bot".to_owned(), "true".into());
        }
        post.metadata = None;
        check_lengths(&post)?;
        generate_action_ids(&mut post, &self.ids);
        let mut post = self.ask_will_be_posted(post).await?;
        generate_action_ids(&mut post, &self.ids);
        check_lengths(&post)?;

        let now_ms = self.now_ms();
        post.id = self.ids.next();
        if post.create_at == 0 {
            post.create_at = now_ms;
        }
        post.update_at = post.create_at;
        self.attach_files(&mut post);
        self.state().store_post(post.clone());

        let posted = post.clone();
        self.tell("MessageHasBeenPosted", |hooks, context| async move {
            hooks.message_has_been_posted(context, posted).await
        });
        let event = Event::new("posted", Broadcast::channel(&channel.id))
            .with("channel_display_name", channel.display_name)
            .with("channel_name", channel.name)
            .with("channel_type", channel.kind)
            .with_json("post", &client_view(&post))
            .with("sender_name", format!("@{}", user.username))
            .with("set_online", true)
            .with("team_id", channel.team_id);
        self.events.publish(event);
        Ok(post)
    }

    /// Replaces message, props, files and flags of a stored post; the rest stays as it was.
    pub(crate) async fn update_post(self: &Arc<Self>, received: Post) -> Result<Post, AppError> {
        let old = self.state().post(&received.id)?.clone();
        let mut post = Post {
            message: received.message,
            is_pinned: received.is_pinned,
            has_reactions: received.has_reactions,
            file_ids: received.file_ids,
            props: received.props,
            ..old.clone()
        };
        generate_action_ids(&mut post, &self.ids);
        check_lengths(&post)?;
        if post.message != old.message || post.file_ids != old.file_ids || post.props != old.props {
            post.edit_at = self.now_ms();
        }
        let mut post = self.ask_will_be_updated(post, &old).await?;
        post.update_at = self.now_ms();
        self.state().replace_post(post.clone());

        let updated = post.clone();
        self.tell("MessageHasBeenUpdated", |hooks, context| async move {
            hooks.message_has_been_updated(context, updated, old).await
        });
        let event = Event::new("post_edited", Broadcast::channel(&post.channel_id));
        self.events.publish(event.with_json("post", &client_view(&post)));
        Ok(post)
    }

    /// Deletes a post and, if it starts a thread, the thread.
    pub(crate) fn delete_post(self: &Arc<Self>, id: &str) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let deleted = state.post(id)?.clone();
        for post in state.posts.iter_mut().filter(|post| post.id == id || post.root_id == id) {
            post.delete_at = now_ms;
            post.update_at = now_ms;
        }
        drop(state);

        let deleted = Post { delete_at: now_ms, update_at: now_ms, ..deleted };
        let event = Event::new("post_deleted", Broadcast::channel(&deleted.channel_id));
        self.events.publish(event.with_json("post", &client_view(&deleted)));
        self.tell("MessageHasBeenDeleted", |hooks, context| async move {
            hooks.message_has_been_deleted(context, deleted).await
        });
        Ok(())
    }

    /// Checks that the post may stand where it wants to stand.
    fn place(&self, post: &Post) -> Result<(User, Channel), AppError> {
        let state = self.state();
        let user = state.user(&post.user_id)?.clone();
        let channel = state.channel(&post.channel_id)?.clone();
        if channel.delete_at != 0 {
            return Err(app_error("createPost", "api.post.create_post.can_not_post_to_deleted.error", 400));
        }
        if !post.root_id.is_empty() {
            let root = state.post(&post.root_id).ok();
            if root.is_none_or(|root| root.channel_id != post.channel_id || !root.root_id.is_empty()) {
                return Err(app_error("createPost", "api.post.create_post.root_id.app_error", 400));
            }
        }
        Ok((user, channel))
    }

    async fn ask_will_be_posted(&self, post: Post) -> Result<Post, AppError> {
        let Some(plugin) = self.plugin_with("MessageWillBePosted") else { return Ok(post) };
        match plugin.message_will_be_posted(self.context(None), post).await {
            Verdict::Accepted(post) => Ok(*post),
            Verdict::Rejected(reason) if reason == DISMISS => Err(app_error("createPost", DISMISS, 400)),
            Verdict::Rejected(reason) => Err(rejected("createPost", &reason)),
        }
    }

    async fn ask_will_be_updated(&self, post: Post, old: &Post) -> Result<Post, AppError> {
        let Some(plugin) = self.plugin_with("MessageWillBeUpdated") else { return Ok(post) };
        match plugin.message_will_be_updated(self.context(None), post, old.clone()).await {
            Verdict::Accepted(post) => Ok(*post),
            Verdict::Rejected(reason) => Err(rejected("UpdatePost", &reason)),
        }
    }
}

impl State {
    fn store_post(&mut self, post: Post) {
        if let Some(root) = self.posts.iter_mut().find(|root| root.id == post.root_id) {
            root.reply_count += 1;
            root.last_reply_at = post.create_at;
        }
        if let Some(channel) = self.channels.get_mut(&post.channel_id) {
            channel.last_post_at = post.create_at;
            channel.total_msg_count += 1;
        }
        self.posts.push(post);
    }

    fn replace_post(&mut self, post: Post) {
        if let Some(stored) = self.posts.iter_mut().find(|stored| stored.id == post.id) {
            *stored = post;
        }
    }
}

fn check_lengths(post: &Post) -> Result<(), AppError> {
    if post.message.chars().count() > MESSAGE_RUNES_MAX {
        return Err(app_error("Post.IsValid", "model.post.is_valid.message_length.app_error", 400));
    }
    if post.file_ids.len() > FILES_MAX {
        return Err(app_error("Post.IsValid", "model.post.is_valid.file_ids.app_error", 400));
    }
    let props = serde_json::to_string(&post.props).unwrap_or_default();
    if props.chars().count() > PROPS_RUNES_MAX {
        return Err(app_error("Post.IsValid", "model.post.is_valid.props.app_error", 400));
    }
    Ok(())
}

fn rejected(place: &str, reason: &str) -> AppError {
    let text = format!("Post rejected by plugin. {reason}");
    app_error_with(place, &text, 400, "")
}

//! Messages and reactions. Nobody waits for the answer of an event: its failure is in the log.

use mattermost::model::{Context, Post, Reaction};

use super::ComponentHooks;
use crate::runtime::bindings::exports::mattermost::plugin::message_hook::Verdict;

/// The reason that makes the server drop a post without a word (protocol 5.3).
const DISMISS: &str = "plugin.message_will_be_posted.dismiss_post";

impl ComponentHooks {
    /// Asks about a post while its author waits. Without an answer the post is accepted: a failing component must
    /// not silence a chat.
    pub(super) async fn will_be_posted(&self, context: Context, post: Post) -> (Option<Post>, String) {
        let verdict = export!(
            self,
            "MessageWillBePosted",
            blocking,
            mattermost_plugin_message_hook.call_will_be_posted(context, post)
        );
        match verdict {
            Ok(Verdict::Accept) | Err(_) => (None, String::new()),
            Ok(Verdict::Replace(post)) => (Some(post.into()), String::new()),
            Ok(Verdict::Reject(reason)) => (None, reason),
            Ok(Verdict::Dismiss) => (None, DISMISS.into()),
        }
    }

    pub(super) async fn posted(&self, context: Context, post: Post) {
        let _ = export!(
            self,
            "MessageHasBeenPosted",
            event,
            mattermost_plugin_message_hook.call_has_been_posted(context, post)
        );
    }

    pub(super) async fn updated(&self, context: Context, new: Post, old: Post) {
        let _ = export!(
            self,
            "MessageHasBeenUpdated",
            event,
            mattermost_plugin_message_hook.call_has_been_updated(context, new, old)
        );
    }

    pub(super) async fn deleted(&self, context: Context, post: Post) {
        let _ = export!(
            self,
            "MessageHasBeenDeleted",
            event,
            mattermost_plugin_message_hook.call_has_been_deleted(context, post)
        );
    }

    pub(super) async fn reaction_added(&self, context: Context, reaction: Reaction) {
        let _ = export!(
            self,
            "ReactionHasBeenAdded",
            event,
            mattermost_plugin_message_hook.call_reaction_has_been_added(context, reaction)
        );
    }

    pub(super) async fn reaction_removed(&self, context: Context, reaction: Reaction) {
        let _ = export!(
            self,
            "ReactionHasBeenRemoved",
            event,
            mattermost_plugin_message_hook.call_reaction_has_been_removed(context, reaction)
        );
    }
}

//! Buttons and menus below posts.

use crate::id::Ids;
use crate::model::{MessageAttachment, Post, PostAction, Props};

const KEY: &str = "attachments";

/// The post's attachments, whichever of the two forms its props hold.
pub(crate) fn of(post: &Post) -> Vec<MessageAttachment> {
    let value = post.props.get(KEY).cloned().unwrap_or_default();
    serde_json::from_value(value).unwrap_or_default()
}

/// Puts attachments into props.
pub(crate) fn set(props: &mut Props, attachments: &[MessageAttachment]) {
    if let Ok(value) = serde_json::to_value(attachments) {
        props.insert(KEY.to_owned(), value);
    }
}

/// Gives each action an id that has none, as before a post is stored.
pub(crate) fn generate_action_ids(post: &mut Post, ids: &Ids) {
    let mut attachments = of(post);
    if attachments.is_empty() {
        return;
    }
    for action in actions_mut(&mut attachments).filter(|action| action.id.is_empty()) {
        action.id = ids.next();
    }
    set(&mut post.props, &attachments);
}

/// The action of this id.
pub(crate) fn action(post: &Post, action_id: &str) -> Option<PostAction> {
    of(post).into_iter().flat_map(|attachment| attachment.actions).find(|action| action.id == action_id)
}

/// The post as clients get it: without the addresses and contexts behind its actions. An ephemeral post's actions get
/// a cookie, which clients send back on pressing.
pub fn client_view(post: &Post) -> Post {
    let mut post = post.clone();
    let mut attachments = of(&post);
    if attachments.is_empty() {
        return post;
    }
    let with_cookie = post.kind == crate::ephemeral::TYPE;
    for action in actions_mut(&mut attachments) {
        action.integration = None;
        action.cookie = if with_cookie { format!("{}{}", post.id, action.id) } else { String::new() };
    }
    set(&mut post.props, &attachments);
    post
}

fn actions_mut(attachments: &mut [MessageAttachment]) -> impl Iterator<Item = &mut PostAction> {
    attachments.iter_mut().flat_map(|attachment| &mut attachment.actions)
}
